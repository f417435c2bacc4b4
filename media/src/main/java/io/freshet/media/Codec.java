package io.freshet.media;

/// How the frames of a track are coded. A closed set: a `switch` over it has no `default`.
public sealed interface Codec permits VideoCodec, AudioCodec, DataCodec {

    /// What a track in this codec carries.
    Kind kind();

    /// The name people use, for pages and logs: `H.264`, `AAC`.
    String label();
}
