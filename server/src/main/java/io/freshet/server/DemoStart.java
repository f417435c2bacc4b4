package io.freshet.server;

import io.freshet.gateway.demo.Clip;
import io.freshet.gateway.demo.DemoChannel;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.Streams;
import io.freshet.media.BadNameException;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.server.config.Settings;
import java.io.IOException;

/// Plays the demo channel where that is wanted.
///
/// Threading: stateless.
final class DemoStart {

    private DemoStart() {
    }

    /// @param fresh whether the data folder was empty
    static void play(Settings settings, boolean fresh, Loops loops, Streams streams, Clock clock)
            throws IOException {
        boolean plays = switch (settings.demo()) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> fresh && !settings.cluster().isOn();
        };
        if (!plays) {
            return;
        }
        try {
            new DemoChannel(Clip.bundled(), new LiveLoop(loops.leastLoaded()), clock)
                    .start(streams, StreamKey.of(Settings.DEFAULT_APP, "demo"));
        } catch (BadNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
