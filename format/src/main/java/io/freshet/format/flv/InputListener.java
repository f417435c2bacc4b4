package io.freshet.format.flv;

import io.freshet.media.Track;

/// What an input of one track tells its demuxer.
interface InputListener {

    /// The track has a configuration, or another one.
    void configured(Track track);

    /// What onMetaData said about the default video; 0 if nothing.
    int announcedFramesPerKilosecond();

    /// Something was dropped or repaired.
    void noticed(FlvAnomaly anomaly);
}
