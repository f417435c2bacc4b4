package io.freshet.control.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.live.Input;
import io.freshet.live.Leader;
import io.freshet.live.Loop;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.media.BadNameException;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Payload;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.testkit.FakeClock;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.SyntheticSource.Pictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThumbnailsTest {

    private final FakeClock clock = new FakeClock();
    private final Streams streams = new Streams(clock, _ -> Optional.of(AppOptions.DEFAULT),
            (_, _) -> Leader.none());
    private final RecordingDecoder decoder = new RecordingDecoder();
    private final Thumbnails thumbnails = new Thumbnails(streams, clock, decoder);

    /// Answers with what it was given, and notes it.
    private static final class RecordingDecoder implements PictureDecoder {
        private final List<Payload> asked = new ArrayList<>();
        private boolean broken;

        @Override
        public Bytes jpeg(Payload mp4) throws IOException {
            asked.add(mp4);
            if (broken) {
                throw new IOException("FFmpeg cannot decode the key frame, exit code 1");
            }
            return Bytes.wrap(mp4.toArray());
        }
    }

    /// The thread of the test; nothing scheduled ever comes.
    private static final class SameThread implements Loop {
        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNs) {
            return () -> { };
        }
    }

    private static final class FakePublisher implements Publisher {
        @Override
        public String label() {
            return "fake";
        }

        @Override
        public void onDismissed(String reason) {
        }
    }

    private Input publish(String name, Signal... signals) throws BadNameException {
        if (!(streams.publish(key(name), new FakePublisher(), new SameThread())
                .toCompletableFuture().join()
                instanceof PublishOutcome.Accepted(Input input, _))) {
            throw new AssertionError("refused");
        }
        input.push(new ArrayList<>(List.of(signals)));
        return input;
    }

    private static StreamKey key(String name) throws BadNameException {
        return StreamKey.of("live", name);
    }

    private static Signal[] pictures(int count) {
        Track track = SyntheticSource.video(1, 30_000);
        List<Signal> signals = new ArrayList<>(List.of(new Tracks(List.of(track))));
        signals.addAll(new Pictures(track, 3_000, 30, 0).frames(0, count));
        return signals.toArray(Signal[]::new);
    }

    @Test
    void theDecoderGetsTheNewestKeyFrameAndNothingElse() throws Exception {
        Signal[] signals = pictures(45);
        publish("cam", signals);
        byte[] given = thumbnails.of(key("cam")).orElseThrow().jpeg().toArray();
        byte[] first = ((Frame) signals[1]).payload().toArray();
        byte[] second = ((Frame) signals[31]).payload().toArray();
        assertThat(new String(given, 4, 4, StandardCharsets.US_ASCII))
                .isEqualTo("ftyp");
        assertThat(given).endsWith(second).hasSizeLessThan(second.length + first.length);
    }

    @Test
    void onePictureServesAllWhoAskWithinTenSeconds() throws Exception {
        publish("cam", pictures(30));
        Thumbnail made = thumbnails.of(key("cam")).orElseThrow();
        clock.advanceMs(9_999);
        assertThat(thumbnails.of(key("cam"))).contains(made);
        assertThat(decoder.asked).hasSize(1);
        clock.advanceMs(1);
        assertThat(thumbnails.of(key("cam")).orElseThrow().takenWallMs())
                .isEqualTo(made.takenWallMs() + 10_000);
        assertThat(decoder.asked).hasSize(2);
    }

    @Test
    void aPictureThatCannotBeDecodedIsTriedAgainAfterTenSecondsAndNotBefore() throws Exception {
        publish("cam", pictures(30));
        decoder.broken = true;
        assertThat(thumbnails.of(key("cam"))).isEmpty();
        decoder.broken = false;
        assertThat(thumbnails.of(key("cam"))).isEmpty();
        clock.advanceMs(10_000);
        assertThat(thumbnails.of(key("cam"))).isPresent();
        assertThat(decoder.asked).hasSize(2);
    }

    @Test
    void aStreamOfSoundAloneHasNone() throws Exception {
        Track sound = SyntheticSource.audio(1, 48_000);
        publish("radio", new Tracks(List.of(sound)),
                SyntheticSource.sounds(sound, 0, 1).getFirst());
        assertThat(thumbnails.of(key("radio"))).isEmpty();
        assertThat(decoder.asked).isEmpty();
    }

    @Test
    void aStreamThatWaitsForItsPublisherKeepsItsLastPicture() throws Exception {
        Input input = publish("cam", pictures(30));
        Thumbnail made = thumbnails.of(key("cam")).orElseThrow();
        input.close("gone");
        clock.advanceMs(60_000);
        assertThat(thumbnails.of(key("cam"))).contains(made);
    }

    @Test
    void aStreamThatIsNotThereHasNoneAndIsForgotten() throws Exception {
        publish("cam", pictures(30));
        assertThat(thumbnails.of(key("cam"))).isPresent();
        streams.find(key("cam")).orElseThrow().kick("test");
        assertThat(thumbnails.of(key("cam"))).isEmpty();
        publish("cam", pictures(30));
        assertThat(thumbnails.of(key("cam"))).isPresent();
        assertThat(decoder.asked).hasSize(2);
    }

    @Test
    void theOnesNotAskedForLongestAreForgottenFirst() throws Exception {
        for (int i = 0; i <= Thumbnails.STREAMS_MAX; i++) {
            publish("cam" + i, pictures(1));
            assertThat(thumbnails.of(key("cam" + i))).isPresent();
        }
        thumbnails.of(key("cam" + Thumbnails.STREAMS_MAX));
        thumbnails.of(key("cam1"));
        assertThat(decoder.asked).hasSize(Thumbnails.STREAMS_MAX + 1);
        thumbnails.of(key("cam0"));
        assertThat(decoder.asked).hasSize(Thumbnails.STREAMS_MAX + 2);
    }
}
