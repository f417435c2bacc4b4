package io.freshet.format.flv;

/// Which tracks of a stream a [FlvMuxer] writes; script messages go with all of them.
public enum TrackChoice {
    /// The first video and the first audio: what every player understands.
    DEFAULT_TRACKS,
    /// The first audio.
    AUDIO_ONLY,
    /// The first video.
    VIDEO_ONLY,
    /// All, those that are not default as Enhanced RTMP multitrack: for relays.
    ALL_TRACKS
}
