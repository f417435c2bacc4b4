package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.live.FlushInterval;
import io.freshet.live.StreamReport.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// In an app that merges writes a publisher's connection rests after each read.
@Timeout(60)
class RestingPublisherTest {

    private static final AppOptions MERGING = new AppOptions(
            FlushInterval.every(Duration.ofMillis(350)), AppOptions.DEFAULT.takeover(), 1,
            Duration.ofSeconds(10), AppOptions.DEFAULT.gop(), AppOptions.DEFAULT.viewers(), 10);

    private @TempDir Path folder = Path.of("");

    @Test
    void losesNothing() throws IOException {
        try (GatewaySite site = new GatewaySite(folder, MERGING, Duration.ofSeconds(10));
                RtmpPeer publisher = RtmpPeer.publish(site.rtmp.address(), "live", "a")) {
            publisher.await("started");
            Encoder encoder = new Encoder(10);
            publisher.send(Encoder.tracks()).send(encoder.next(1500));
            try (RtmpPeer player = RtmpPeer.play(site.rtmp.address(), "live", "a")) {
                player.await("media 9 key");
                for (int i = 0; i < 50; i++) {
                    publisher.send(encoder.next(40));
                }
                player.await("media 9 key");
                player.await("media 9 key");
            }
        }
    }

    @Test
    void isMissedWhenItGoes() throws IOException {
        try (GatewaySite site = new GatewaySite(folder, MERGING, Duration.ofSeconds(10))) {
            RtmpPeer publisher = RtmpPeer.publish(site.rtmp.address(), "live", "a");
            publisher.await("started");
            publisher.send(Encoder.tracks()).send(new Encoder(10).next(1500));
            publisher.close();
            for (int i = 0; i < 500 && state(site) == State.LIVE; i++) {
                try (RtmpPeer tick = RtmpPeer.play(site.rtmp.address(), "live", "none")) {
                    tick.await("ended");
                }
            }
            assertThat(state(site)).isEqualTo(State.WAITING);
        }
    }

    private static State state(GatewaySite site) {
        return site.find("a").orElseThrow().lastReport().state();
    }
}
