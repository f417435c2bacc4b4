package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// An HTTP/1 connection that has become one endless body or a WebSocket; adds nothing to a write.
///
/// Threading: confined to the connection's loop.
final class Http1Stream implements HttpStream {
    static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final TcpConnection connection;
    private final Framing framing;
    private final WebSocketReader frames = new WebSocketReader();

    Http1Stream(TcpConnection connection, Framing framing) {
        this.connection = connection;
        this.framing = framing;
    }

    /// Bytes of a client that should only listen: a WebSocket's control frames count, nothing else.
    void received(ByteBuf bytes) {
        if (framing == Framing.WEBSOCKET) {
            switch (frames.read(bytes)) {
                case WebSocketReader.Quiet _ -> { }
                case WebSocketReader.Reply reply -> {
                    // A peer that pings and does not read gets no answer, or it could fill us up.
                    if (connection.isWritable()) {
                        ByteBuf answer = connection.loop().allocator()
                                .directBuffer(reply.frames().remaining());
                        connection.write(answer.writeBytes(reply.frames()));
                        connection.flush();
                    }
                }
                case WebSocketReader.Goodbye bye -> endWith(bye.code(), bye.cause());
            }
        }
    }

    @Override
    public void expectLoss() {
        connection.expectLoss();
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public void end() {
        switch (framing) {
            case HTTP_CHUNKED -> {
                if (connection.isOpen()) {
                    ByteBuf last = connection.loop().allocator().directBuffer(5);
                    last.writeCharSequence("0\r\n\r\n", StandardCharsets.US_ASCII);
                    connection.write(last);
                    connection.closeWhenSent(CloseCause.DONE, "", END_PATIENCE);
                }
            }
            case RAW -> connection.closeWhenSent(CloseCause.DONE, "", END_PATIENCE);
            case WEBSOCKET -> endWith(1000, CloseCause.DONE);
        }
    }

    private void endWith(int code, CloseCause cause) {
        if (connection.isOpen()) {
            connection.write(connection.loop().allocator().directBuffer(4)
                    .writeByte(0x88).writeByte(2).writeShort(code));
            connection.closeWhenSent(cause, "websocket " + code, END_PATIENCE);
        }
    }

    @Override
    public NetLoop loop() {
        return connection.loop();
    }

    @Override
    public InetSocketAddress remote() {
        return connection.remote();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public void write(ByteBuf bytes) {
        connection.write(bytes);
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public long unsentBytes() {
        return connection.unsentBytes();
    }

    @Override
    public long behindNs(long nowNs) {
        return connection.behindNs(nowNs);
    }

    @Override
    public void onWritable(Runnable call) {
        connection.onWritable(call);
    }

    @Override
    public void onClosed(Consumer<Closed> call) {
        connection.onClosed(call);
    }

    @Override
    public void close(CloseCause cause, String detail) {
        connection.close(cause, detail);
    }
}
