package io.freshet.tools.load;

import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.Target;
import java.time.Duration;

/// One encoder that pushes a clip to one server, again and again.
///
/// Two with the same beginning send the same pictures at the same moment, as one encoder with two
/// outputs does.
///
/// Threading: [#start], [#freeze] and [#stop] from any thread; all else on the loop.
public final class Encoder {

    private final LoadLoop loop;
    private final Publisher publisher;
    private final PublishTally tally = new PublishTally();

    /// @param reconnect after which time it comes again when its connection broke; zero: never
    /// @param beganNs   when the clip began, by `System.nanoTime`
    public Encoder(LoadLoop loop, Target target, Clip clip, Duration reconnect, long beganNs) {
        this.loop = loop;
        this.publisher = new Publisher(loop,
                new PublishPlan(target, 1, 1, clip, false, reconnect), 0, tally, new WallClock(),
                beganNs);
    }

    /// Begins to connect.
    public void start() {
        loop.execute(() -> {
            publisher.open();
            beat();
        });
    }

    private void beat() {
        tally.beat();
        loop.schedule(this::beat, System.nanoTime() + 100_000_000L);
    }

    /// Whether it is let in, as of the last tenth of a second.
    public boolean isPublishing() {
        return tally.pulse().playing() > 0;
    }

    /// How often it was refused or lost its connection.
    public long errors() {
        return tally.pulse().errors();
    }

    /// Sends nothing for so long, though its connection stays.
    public void freeze(Duration time) {
        loop.execute(() -> publisher.freeze(System.nanoTime() + time.toNanos()));
    }

    /// Takes leave.
    public void stop() {
        loop.execute(publisher::stop);
    }
}
