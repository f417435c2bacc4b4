package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against ports that are open, and what is behind them.
@Timeout(60)
class KnockTest {

    private static final int HELLO_BYTES = 1537;

    private ServerSocket port;

    @BeforeEach
    void open() throws IOException {
        port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        port.close();
    }

    private String uri() {
        return "rtmp://127.0.0.1:" + port.getLocalPort();
    }

    /// Answers whoever comes first, once it has said hello.
    private void answer(byte[] bytes) {
        Thread.ofVirtual().start(() -> {
            try (Socket peer = port.accept()) {
                peer.getInputStream().readNBytes(HELLO_BYTES);
                peer.getOutputStream().write(bytes);
            } catch (IOException _) {
                // The one who knocked sees it.
            }
        });
    }

    @Test
    void whoSpeaksRtmpIsThere() {
        byte[] hello = new byte[2 * HELLO_BYTES - 1];
        hello[0] = 3;
        answer(hello);
        assertThatCode(() -> NodeClient.knock(uri())).doesNotThrowAnyException();
    }

    @Test
    void aPortThatIsOpenButNotServedIsDead() {
        assertThatThrownBy(() -> NodeClient.knock(uri())).isInstanceOf(IOException.class)
                .hasMessage("does not answer");
    }

    @Test
    void whoSpeaksSomethingElseIsNotRtmp() {
        answer("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(
                StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> NodeClient.knock(uri())).isInstanceOf(IOException.class)
                .hasMessageContaining("speaks no RTMP");
    }

    @Test
    void whoHangsUpIsNotThere() {
        answer(new byte[0]);
        assertThatThrownBy(() -> NodeClient.knock(uri())).isInstanceOf(IOException.class);
    }
}
