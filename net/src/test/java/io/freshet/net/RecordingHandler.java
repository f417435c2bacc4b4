package io.freshet.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Echoes what comes, and remembers how it ended.
public final class RecordingHandler implements TcpHandler {
    final TcpConnection connection;
    final CompletableFuture<Closed> closed = new CompletableFuture<>();
    final CountDownLatch writableAgain = new CountDownLatch(1);

    RecordingHandler(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        if (text.contains("fault")) {
            throw new IllegalStateException("asked for");
        }
        connection.write(bytes.retain());
    }

    @Override
    public void onReadComplete() {
        connection.flush();
    }

    @Override
    public void onWritable() {
        writableAgain.countDown();
    }

    @Override
    public void onDraining() {
        connection.closeWhenSent(CloseCause.SHUTDOWN, "", Duration.ofSeconds(1));
    }

    @Override
    public void onClosed(Closed how) {
        closed.complete(how);
    }
}
