package io.freshet.media;

/// One elementary stream inside a live stream, in one configuration.
///
/// A changed configuration (resolution, profile) is a new `Track` with the same id.
///
/// @param id            unique in its stream, 1 to 2^31-1, the same for ever: it is written into
///                      mp4
/// @param codec         how its frames are coded
/// @param timescale     ticks a second of its frames: 90 000 for video, the sample rate for audio,
///                      1 000 for data
/// @param configuration decoder configuration in the form that [VideoCodec] and [AudioCodec] name
/// @param codecString   RFC 6381 name for manifests, `avc1.64001f`; empty if there is none
/// @param traits        what the configuration says about picture or sound
/// @param language      RFC 5646 tag, empty if unknown
public record Track(int id, Codec codec, int timescale, Bytes configuration, String codecString,
        Traits traits, String language) {

    public Track {
        if (id < 1) {
            throw new IllegalArgumentException("track id " + id + " is below 1");
        }
        if (timescale < 1) {
            throw new IllegalArgumentException("timescale " + timescale + " is below 1");
        }
    }

    /// What it carries.
    public Kind kind() {
        return codec.kind();
    }
}
