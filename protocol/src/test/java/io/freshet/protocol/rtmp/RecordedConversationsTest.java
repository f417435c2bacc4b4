package io.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.media.AudioCodec;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.VideoCodec;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.testkit.ByteFaults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real clients sent to a server on the loopback interface, byte by byte: `recorded/NAME.bin`.
/// `recorded/NAME.txt` is what the owner hears of it.
class RecordedConversationsTest {

    @ParameterizedTest
    @ValueSource(strings = {"ffmpeg-5.1-publish", "ffmpeg-5.1-extended-timestamp",
        "ffmpeg-5.1-play", "rtmpdump-2.4-play", "gstreamer-1.22-rtmp2sink",
        "gstreamer-1.22-rtmpsink-librtmp", "ffmpeg-8.0-hevc"})
    void ownerHearsTheSameHoweverTheBytesCome(String name) throws ProtocolViolation {
        byte[] wire = resource(name + ".bin");
        List<String> expected =
                new String(resource(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
        assertThat(hear(wire, wire.length, 0)).isEqualTo(expected);
        assertThat(hear(wire, 1, 0)).isEqualTo(expected);
        assertThat(hear(wire, 3000, 5)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffmpeg-5.1-publish", "rtmpdump-2.4-play", "gstreamer-1.22-rtmp2sink"})
    void damageEndsInAViolationOrInOtherEvents(String name) {
        byte[] wire = resource(name + ".bin");
        for (byte[] damaged : ByteFaults.damaged(wire, 500, name.hashCode())) {
            try {
                hear(damaged, damaged.length, 0);
            } catch (ProtocolViolation _) {
                // As it should be.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffmpeg-5.1-publish", "ffmpeg-5.1-play"})
    void noSecretIsPrinted(String name) throws ProtocolViolation {
        RecordingServer server = new RecordingServer();
        // The handshake and the commands, but not the end.
        server.session.receive(ByteBuffer.wrap(resource(name + ".bin"), 0, 3440), 0);
        assertThat(server.session.toString()).doesNotContain("s3cret").contains("app=live");
        assertThat(server.publishes.toString() + server.plays).doesNotContain("s3cret");
        assertThat(String.join("\n", server.events)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffmpeg-5.1-publish", "gstreamer-1.22-rtmp2sink",
        "gstreamer-1.22-rtmpsink-librtmp"})
    void mediaIsReadyForTheDemuxer(String name) throws ProtocolViolation {
        FlvDemuxer demuxer = new FlvDemuxer();
        List<Signal> signals = new ArrayList<>();
        RecordingServer server = new RecordingServer((tagType, timestampMs, body) -> {
            try {
                demuxer.accept(tagType, timestampMs, body, signals::add);
            } catch (MediaException e) {
                throw new AssertionError(e);
            }
        });
        server.session.receive(ByteBuffer.wrap(resource(name + ".bin")), 0);
        assertThat(signals.stream().filter(Tracks.class::isInstance).map(Tracks.class::cast)
                .reduce((_, last) -> last).orElse(Tracks.NONE).all())
                .extracting(Track::codec).contains(VideoCodec.AVC, AudioCodec.AAC);
        assertThat(signals.stream().filter(Frame.class::isInstance).map(Frame.class::cast)
                .filter(frame -> frame.kind() == Kind.VIDEO)).hasSize(20);
    }

    private static List<String> hear(byte[] wire, int stepMax, long seed)
            throws ProtocolViolation {
        Random random = new Random(seed);
        RecordingServer server = new RecordingServer();
        for (int at = 0; at < wire.length;) {
            int step = Math.min(wire.length - at,
                    seed == 0 ? stepMax : 1 + random.nextInt(stepMax));
            server.session.receive(ByteBuffer.wrap(wire, at, step), 0);
            at += step;
        }
        return server.events;
    }

    private static byte[] resource(String name) {
        try (InputStream in = RecordedConversationsTest.class
                .getResourceAsStream("recorded/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
