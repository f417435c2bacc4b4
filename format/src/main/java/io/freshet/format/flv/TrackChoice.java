package io.freshet.format.flv;

import io.freshet.media.Kind;

/// Which tracks of a stream a [FlvMuxer] writes; script messages go with all of them.
public enum TrackChoice {
    /// The first video and the first audio: what every player understands.
    DEFAULT_TRACKS,
    /// The first audio.
    AUDIO_ONLY,
    /// The first video.
    VIDEO_ONLY,
    /// All, those that are not default as Enhanced RTMP multitrack: for relays.
    ALL_TRACKS;

    /// Whether tracks of that kind are written at all.
    public boolean carries(Kind kind) {
        return !(this == AUDIO_ONLY && kind == Kind.VIDEO
                || this == VIDEO_ONLY && kind == Kind.AUDIO);
    }
}
