package io.freshet.gateway.wire;

import io.freshet.format.flv.FlvReader;
import io.freshet.format.flv.TrackChoice;
import io.freshet.live.AppOptions;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.Leader;
import io.freshet.live.LiveStream;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.media.BadNameException;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.Transport;
import io.freshet.testkit.FakeClock;
import io.freshet.testkit.SyntheticSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A fan-out on a real loop, fed by hand; all calls of the test run as tasks of that loop.
///
/// Threading: confined to the test.
final class FanoutRig implements AutoCloseable {

    static final Track VIDEO = SyntheticSource.video(1, 25_000);
    static final Track AUDIO = SyntheticSource.audio(2, 48_000);
    static final Tracks BOTH = new Tracks(List.of(VIDEO, AUDIO));

    final Loops loops = Loops.open(1, List.of(Transport.NIO));
    final NetLoop loop = loops.all().getFirst();
    final FakeClock clock = new FakeClock();
    final Streams streams;
    final LiveStream stream;

    FanoutRig(AppOptions options) {
        streams = new Streams(clock, _ -> Optional.of(options), (_, _) -> Leader.none());
        try {
            StreamKey key = StreamKey.of("live", "s");
            var _ = streams.publish(key, new Publisher() {
                @Override
                public String label() {
                    return "test";
                }

                @Override
                public void onDismissed(String reason) {
                }
            }, new LiveLoop(loop)).toCompletableFuture().get(5, TimeUnit.SECONDS);
            stream = streams.find(key).orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Runs on the loop and waits for the answer.
    <T> T on(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void run(Runnable task) {
        on(() -> {
            task.run();
            return true;
        });
    }

    /// Waits until the loop has served its sockets once more: one slice of a pass.
    void afterIo() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> loop.executeAfterIo(() -> done.complete(true)));
        try {
            done.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Fanout fanout(WireFormat format, TrackChoice choice) {
        return on(() -> new Fanout(loop, format, choice, stream));
    }

    Fanout flv() {
        return fanout(new FlvWire(FlvWire.Framing.RAW), TrackChoice.DEFAULT_TRACKS);
    }

    RecordingOutlet join(Fanout fanout) {
        return on(() -> {
            RecordingOutlet outlet = new RecordingOutlet(loop);
            fanout.join(outlet, Protocol.HTTP_FLV, _ -> { }, () -> { });
            return outlet;
        });
    }

    /// `count` pictures from `fromFrame` on, at 25 fps with a key frame a second.
    List<Signal> pictures(int fromFrame, int count) {
        List<Frame> all = new SyntheticSource.Pictures(VIDEO, 3600, 25, 0)
                .frames(SyntheticSource.ticks(clock.wallMs(), VIDEO), fromFrame + count);
        return new ArrayList<>(all.subList(fromFrame, fromFrame + count));
    }

    List<Signal> sounds(int from, int count) {
        return new ArrayList<>(SyntheticSource.sounds(AUDIO,
                SyntheticSource.ticks(clock.wallMs(), AUDIO) + from * 1024L, count));
    }

    /// What a viewer of FLV has got: the header's flags, then `9@1000 key` and the like.
    static List<String> tags(byte[] flv) {
        List<String> tags = new ArrayList<>();
        if (flv.length == 0) {
            return tags;
        }
        tags.add("flags " + flv[4]);
        try {
            FlvReader reader = new FlvReader();
            reader.read(ByteBuffer.wrap(flv), (type, ms, body) -> {
                String picture = body.at(1) == 0 ? "avcC" : body.at(0) == 0x17 ? "key" : "delta";
                String what = type == 18 ? "script" : type == 9 ? picture
                        : body.at(1) == 0 ? "asc" : "sound";
                tags.add(what + (what.equals("key") || what.equals("delta") || what.equals("sound")
                        ? "@" + ms : ""));
            });
            tags.add(reader.isBetweenTags() ? "whole" : "torn");
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
        return tags;
    }

    @Override
    public void close() {
        loops.close();
    }
}
