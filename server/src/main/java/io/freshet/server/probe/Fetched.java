package io.freshet.server.probe;

import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.client.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A whole answer, told when it is there; nothing is told of one that is no success.
///
/// Threading: confined to the loop that it asked on.
final class Fetched implements HttpAnswer {

    /// A playlist, or a part of the highest bitrate that anybody sends.
    private static final int BYTES_MAX = 16 << 20;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Consumer<String> then;
    private boolean fits;

    /// @param then told the body
    Fetched(Consumer<String> then) {
        this.then = then;
    }

    @Override
    public void onHead(int status, HttpHeaders headers) {
        fits = status == 200;
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        fits &= body.size() + bytes.remaining() <= BYTES_MAX;
        if (fits) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            body.writeBytes(piece);
        }
    }

    @Override
    public void onEnd() {
        if (fits) {
            then.accept(body.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onFailed(String reason) {
        // Then there is no figure.
    }
}
