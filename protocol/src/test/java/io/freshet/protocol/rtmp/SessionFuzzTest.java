package io.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import io.freshet.protocol.rtmp.handshake.ServerHandshake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a peer says behind the handshake, a session goes on or ends in a violation.
class SessionFuzzTest {

    private static final int HANDSHAKE_BYTES = 3073;
    /// The longest answer, to connect, has some 400 bytes; the shortest command some ten.
    private static final int ANSWER_PER_BYTE = 100;

    static Stream<byte[]> clientsSay() {
        return Stream.of("ffmpeg-5.1-play", "rtmpdump-2.4-play", "gstreamer-1.22-rtmp2sink",
                "ffmpeg-5.1-publish", "ffmpeg-5.1-extended-timestamp").map(name -> {
                    byte[] wire = recorded(name);
                    return Arrays.copyOfRange(wire, HANDSHAKE_BYTES,
                            Math.min(wire.length, HANDSHAKE_BYTES + 2000));
                });
    }

    static Stream<byte[]> serversSay() throws ProtocolViolation {
        return Stream.of(answers("ffmpeg-5.1-play"), answers("ffmpeg-5.1-publish"));
    }

    @MethodSource("clientsSay")
    @FuzzTest
    void server(byte[] input) {
        RecordingServer server = new RecordingServer();
        try {
            server.session.receive(ByteBuffer.wrap(recorded("ffmpeg-5.1-play"), 0,
                    HANDSHAKE_BYTES), 0);
            server.sent.clear();
            server.session.receive(ByteBuffer.wrap(input), 1);
        } catch (ProtocolViolation expected) {
            assertThat(server.session.phase()).isEqualTo("closed");
        }
        assertThat(server.sent.stream().mapToInt(Bytes::length).sum())
                .isLessThan(1000 + ANSWER_PER_BYTE * input.length);
        assertThat(server.session.toString()).isNotEmpty();
        server.session.close("end of the test");
    }

    @MethodSource("serversSay")
    @FuzzTest
    void client(byte[] input) {
        for (Role role : Role.values()) {
            RecordingClient client = new RecordingClient(
                    new RtmpClientTarget("rtmp://h/live", "live", "cam", role));
            client.session.open();
            ServerHandshake handshake = new ServerHandshake(new Random(1));
            try {
                client.session.receive(handshake.receive(Pipe.take(client.sent)).orElseThrow()
                        .buffer());
                client.session.receive(ByteBuffer.wrap(input));
            } catch (ProtocolViolation expected) {
                assertThat(client.session.isRunning()).isFalse();
            }
            client.session.close();
        }
    }

    private static byte[] answers(String name) throws ProtocolViolation {
        RecordingServer server = new RecordingServer();
        server.session.receive(ByteBuffer.wrap(recorded(name)), 0);
        List<Bytes> sent = server.sent;
        ByteBuffer all = Pipe.take(sent);
        byte[] behind = new byte[all.remaining() - HANDSHAKE_BYTES];
        all.get(HANDSHAKE_BYTES, behind);
        return behind;
    }

    private static byte[] recorded(String name) {
        try (InputStream in = SessionFuzzTest.class
                .getResourceAsStream("recorded/" + name + ".bin")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
