package io.freshet.live;

import io.freshet.media.Signal;
import java.util.List;

/// The one who takes frames out: a fan-out to players, a packager, a recorder, a relay.
///
/// Threading: methods are called on the loop named at [LiveStream#subscribe].
public interface Subscriber {

    /// Whether it keeps frames for many seconds, which is worth knowing before they come.
    default boolean holdsFrames() {
        return false;
    }

    /// What happened, in order. The first call carries the tracks and the GOP since its key frame.
    ///
    /// @param batch borrowed for the call; the signals in it may be kept
    void onSignals(List<Signal> batch);

    /// The stream is over; nothing follows.
    void onEnd();
}
