package io.freshet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.TrackChoice;
import io.freshet.live.AppOptions;
import io.freshet.live.AppOptions.ViewerBounds;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.FlushInterval;
import io.freshet.live.Takeover;
import io.freshet.media.Bytes;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FanoutTest {

    private static final Duration SOON = Duration.ofNanos(1);
    private static final Duration LATE = Duration.ofHours(1);

    private static AppOptions options(Duration behindMax, long bytesMax, Duration patience) {
        return new AppOptions(FlushInterval.IMMEDIATE, Takeover.WHEN_SILENT, 1,
                Duration.ofSeconds(10), AppOptions.GopBounds.DEFAULT,
                new ViewerBounds(behindMax, bytesMax, patience, 1_000), 10);
    }

    private static AppOptions patient() {
        return options(LATE, 16 << 20, LATE);
    }

    private static List<Signal> with(Tracks tracks, List<Signal> frames) {
        List<Signal> all = new ArrayList<>(frames);
        all.addFirst(tracks);
        return all;
    }

    private static Tracks other(Tracks tracks) {
        Track old = tracks.all().getFirst();
        return tracks.with(new Track(old.id(), old.codec(), old.timescale(),
                Bytes.ofHex("01640020 ffe1 0008 6764002 0acd94050 01 0006 68ebe3cb22c0 fdf8f800"
                        .replace(" ", "")), "avc1.640020", old.traits(), old.language()));
    }

    @Test
    void joiningViewerGetsHeaderConfigurationAndGopAtOnce() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 28))));
            RecordingOutlet viewer = rig.join(fanout);
            assertThat(FanoutRig.tags(viewer.bytes.toByteArray())).containsExactly("flags 5",
                    "script", "avcC", "asc", "key@1000", "delta@1040", "delta@1080", "whole");
            assertThat(viewer.flushes).isPositive();
        }
    }

    @Test
    void viewerThatComesBeforeTheStreamWaitsForItsKeyFrame() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            RecordingOutlet viewer = rig.join(fanout);
            assertThat(viewer.bytes.size()).isZero();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(24, 2))));
            assertThat(FanoutRig.tags(viewer.bytes.toByteArray())).containsExactly("flags 5",
                    "script", "avcC", "asc", "key@1000", "whole");
        }
    }

    @Test
    void allViewersGetTheSameBytes() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            List<RecordingOutlet> viewers = new ArrayList<>();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            for (int i = 0; i < 5; i++) {
                viewers.add(rig.join(fanout));
            }
            rig.run(() -> fanout.onSignals(rig.pictures(1, 60)));
            byte[] first = viewers.getFirst().bytes.toByteArray();
            assertThat(FanoutRig.tags(first)).hasSize(4 + 61 + 1).endsWith("delta@2400", "whole");
            assertThat(viewers).allSatisfy(viewer ->
                    assertThat(viewer.bytes.toByteArray()).isEqualTo(first));
        }
    }

    @Test
    void slowViewerSkipsToTheNextKeyFrame() {
        try (FanoutRig rig = new FanoutRig(options(SOON, 16 << 20, LATE))) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            RecordingOutlet slow = rig.join(fanout);
            RecordingOutlet healthy = rig.join(fanout);
            slow.takesMax = 0;
            rig.run(() -> fanout.onSignals(rig.pictures(1, 10)));
            rig.run(() -> fanout.onSignals(rig.pictures(11, 10)));
            rig.run(slow::takeAll);
            rig.run(() -> fanout.onSignals(rig.pictures(21, 6)));
            assertThat(FanoutRig.tags(slow.bytes.toByteArray())).containsExactly("flags 5",
                    "script", "avcC", "asc", "key@0", "key@1000", "delta@1040", "whole");
            assertThat(FanoutRig.tags(healthy.bytes.toByteArray())).hasSize(4 + 27 + 1);
            assertThat(rig.stream.audience().skips()).isEqualTo(1);
        }
    }

    /// An encoder's default may be a key frame in 10 s; a newcomer took the GOP's first 128 KB and
    /// was then sent on to the next key frame, since what it had not taken yet was older than 5 s.
    @Test
    void joiningViewerMayTakeAGopThatIsOlderThanTheLagAllowed() {
        try (FanoutRig rig = new FanoutRig(options(Duration.ofMillis(300), 16 << 20, LATE))) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 20))));
            long until = System.nanoTime() + 400_000_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            RecordingOutlet viewer = rig.on(() -> {
                RecordingOutlet outlet = new RecordingOutlet(rig.loop);
                outlet.takesMax = 20;
                fanout.join(outlet, Protocol.HTTP_FLV, _ -> { }, () -> { });
                return outlet;
            });
            rig.run(viewer::takeAll);
            assertThat(FanoutRig.tags(viewer.bytes.toByteArray())).hasSize(4 + 20 + 1);
            assertThat(rig.stream.audience().skips()).isZero();
        }
    }

    @Test
    void viewerThatSkippedAChangeOfConfigurationGetsTheNewOne() {
        try (FanoutRig rig = new FanoutRig(options(SOON, 16 << 20, LATE))) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            RecordingOutlet slow = rig.join(fanout);
            RecordingOutlet healthy = rig.join(fanout);
            slow.takesMax = 0;
            rig.run(() -> fanout.onSignals(rig.pictures(1, 3)));
            rig.run(() -> fanout.onSignals(rig.pictures(4, 3)));
            rig.run(() -> fanout.onSignals(List.of(other(FanoutRig.BOTH))));
            rig.run(slow::takeAll);
            rig.run(() -> fanout.onSignals(rig.pictures(25, 1)));
            assertThat(FanoutRig.tags(slow.bytes.toByteArray())).containsExactly("flags 5",
                    "script", "avcC", "asc", "key@0", "script", "avcC", "asc", "key@1000", "whole");
            assertThat(FanoutRig.tags(healthy.bytes.toByteArray()))
                    .containsSubsequence("delta@240", "script", "avcC", "key@1000");
        }
    }

    @Test
    void memoryForThoseWhoLagIsBounded() {
        try (FanoutRig rig = new FanoutRig(options(LATE, 100_000, LATE))) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            RecordingOutlet slow = rig.join(fanout);
            slow.takesMax = 0;
            for (int i = 1; i < 250; i += 5) {
                int from = i;
                rig.run(() -> fanout.onSignals(rig.pictures(from, 5)));
            }
            rig.run(slow::takeAll);
            rig.run(() -> fanout.onSignals(rig.pictures(251, 5)));
            List<String> tags = FanoutRig.tags(slow.bytes.toByteArray());
            // 100 KB are less than four seconds.
            assertThat(tags.subList(4, 7)).containsExactly("key@0", "key@7000", "delta@7040");
            assertThat(tags).endsWith("delta@10200", "whole");
        }
    }

    @Test
    void viewerThatTakesNothingIsClosedAndCounted() throws InterruptedException {
        try (FanoutRig rig = new FanoutRig(options(LATE, 16 << 20, Duration.ofSeconds(20)))) {
            Fanout fanout = rig.flv();
            RecordingOutlet slow = rig.join(fanout);
            RecordingOutlet healthy = rig.join(fanout);
            rig.run(() -> slow.behindNs = Duration.ofSeconds(21).toNanos());
            assertThat(slow.gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.closed).isEqualTo(
                    new Closed(CloseCause.SLOW, "took nothing for 20 s"));
            assertThat(healthy.closed).isNull();
            assertThat(rig.stream.audience().slowClosed()).isEqualTo(1);
            assertThat(rig.stream.audience().watching()).isEqualTo(1);
        }
    }

    @Test
    void nobodyIsMissedWhenViewersLeaveDuringAPass() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            List<RecordingOutlet> viewers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                viewers.add(rig.join(fanout));
            }
            rig.run(() -> {
                for (int i = 0; i < 40; i += 3) {
                    RecordingOutlet victim = viewers.get((i * 7 + 3) % 40);
                    viewers.get(i).onFlush = () -> victim.close(CloseCause.PEER, "gone");
                }
                fanout.onSignals(rig.pictures(1, 1));
            });
            assertThat(viewers).filteredOn(viewer -> viewer.closed == null).isNotEmpty()
                    .allSatisfy(viewer -> assertThat(FanoutRig.tags(viewer.bytes.toByteArray()))
                            .endsWith("delta@40", "whole"));
        }
    }

    @Test
    void manyViewersAreServedInSlices() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            List<RecordingOutlet> viewers = new ArrayList<>();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            for (int i = 0; i < 3000; i++) {
                viewers.add(rig.join(fanout));
            }
            rig.run(() -> {
                fanout.onSignals(rig.pictures(1, 5));
                fanout.onSignals(rig.pictures(6, 5));
                // In the middle of it, some leave.
                for (int i = 0; i < 3000; i += 10) {
                    viewers.get(i).close(CloseCause.PEER, "");
                }
            });
            for (int i = 0; i < 1000 && !hasAll(rig, viewers); i++) {
                rig.afterIo();
            }
            assertThat(hasAll(rig, viewers)).isTrue();
            assertThat(rig.stream.audience().watching()).isEqualTo(2700);
        }
    }

    private static boolean hasAll(FanoutRig rig, List<RecordingOutlet> viewers) {
        return rig.on(() -> viewers.stream().filter(viewer -> viewer.closed == null)
                .map(viewer -> viewer.bytes.size()).distinct().count() == 1);
    }

    /// The last pass was cut off after its first slice.
    @Test
    void everyViewerGetsTheLastFramesBeforeItHearsOfTheEnd() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            List<Integer> atEnd = rig.on(() -> {
                List<Integer> sizes = new ArrayList<>();
                for (int i = 0; i < 3000; i++) {
                    RecordingOutlet outlet = new RecordingOutlet(rig.loop);
                    fanout.join(outlet, Protocol.HTTP_FLV, _ -> { },
                            () -> sizes.add(outlet.bytes.size()));
                }
                return sizes;
            });
            rig.run(() -> {
                fanout.onSignals(rig.pictures(1, 5));
                fanout.onEnd();
            });
            for (int i = 0; i < 1000 && rig.on(atEnd::size) < 3000; i++) {
                rig.afterIo();
            }
            assertThat(atEnd).hasSize(3000);
            assertThat(atEnd.stream().distinct()).hasSize(1);
            assertThat(rig.on(fanout::isClosed)).isTrue();
        }
    }

    @Test
    void viewerThatJoinsAfterTheEndHearsOfIt() throws InterruptedException {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.flv();
            rig.run(fanout::onEnd);
            CountDownLatch ended = new CountDownLatch(1);
            rig.run(() -> {
                var _ = fanout.join(new RecordingOutlet(rig.loop), Protocol.RTMP, _ -> { },
                        ended::countDown);
            });
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void soundAloneStartsASecondBack() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.fanout(new FlvWire(FlvWire.Framing.RAW), TrackChoice.AUDIO_ONLY);
            List<Signal> both = with(FanoutRig.BOTH, rig.pictures(0, 125));
            both.addAll(rig.sounds(0, 235));
            rig.run(() -> fanout.onSignals(both));
            List<String> tags = FanoutRig.tags(rig.join(fanout).bytes.toByteArray());
            assertThat(tags).startsWith("flags 4", "script", "asc").doesNotContain("avcC")
                    .endsWith("sound@4992", "whole");
            assertThat(tags.get(3)).isEqualTo("sound@4011");
        }
    }

    @Test
    void pictureAloneHasNoSound() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout fanout = rig.fanout(new FlvWire(FlvWire.Framing.RAW), TrackChoice.VIDEO_ONLY);
            List<Signal> both = with(FanoutRig.BOTH, rig.pictures(0, 3));
            both.addAll(rig.sounds(0, 5));
            rig.run(() -> fanout.onSignals(both));
            assertThat(FanoutRig.tags(rig.join(fanout).bytes.toByteArray())).containsExactly(
                    "flags 1", "script", "avcC", "key@0", "delta@40", "delta@80", "whole");
        }
    }

    @Test
    void chunksOfHttpAreWellFormed() {
        try (FanoutRig rig = new FanoutRig(patient())) {
            Fanout chunked = rig.fanout(new FlvWire(FlvWire.Framing.HTTP_CHUNKED),
                    TrackChoice.DEFAULT_TRACKS);
            Fanout raw = rig.flv();
            List<Signal> signals = with(FanoutRig.BOTH, rig.pictures(0, 30));
            rig.run(() -> chunked.onSignals(signals));
            rig.run(() -> raw.onSignals(signals));
            assertThat(unchunked(rig.join(chunked).bytes.toByteArray()))
                    .isEqualTo(rig.join(raw).bytes.toByteArray());
        }
    }

    private static byte[] unchunked(byte[] wire) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String text = new String(wire, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < wire.length;) {
            int line = text.indexOf("\r\n", at);
            int length = Integer.parseInt(text.substring(at, line), 16);
            assertThat(length).isPositive();
            body.write(wire, line + 2, length);
            at = line + 2 + length;
            assertThat(text.substring(at, at + 2)).isEqualTo("\r\n");
            at += 2;
        }
        return body.toByteArray();
    }

    @Test
    void nothingIsLeftWhenItCloses() {
        try (FanoutRig rig = new FanoutRig(options(LATE, 100_000, LATE))) {
            Fanout fanout = rig.flv();
            rig.run(() -> fanout.onSignals(with(FanoutRig.BOTH, rig.pictures(0, 1))));
            RecordingOutlet viewer = rig.join(fanout);
            RecordingOutlet slow = rig.join(fanout);
            rig.run(() -> slow.takesMax = 0);
            for (int i = 1; i < 200; i += 5) {
                int from = i;
                rig.run(() -> fanout.onSignals(rig.pictures(from, 5)));
            }
            rig.run(() -> {
                fanout.close();
                assertThat(viewer.roots).hasSizeGreaterThan(10).extracting(ByteBuf::refCnt)
                        .containsOnly(0);
            });
            assertThat(rig.stream.audience().watching()).isZero();
        }
    }
}
