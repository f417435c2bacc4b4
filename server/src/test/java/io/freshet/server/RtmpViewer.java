package io.freshet.server;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpClientListener;
import io.freshet.protocol.rtmp.RtmpClientSession;
import io.freshet.protocol.rtmp.RtmpClientTarget;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import io.freshet.protocol.rtmp.RtmpStatus;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;

/// A player of RTMP that blocks, and writes down what it was told; or who wants to publish.
///
/// Threading: confined to the test.
final class RtmpViewer implements RtmpClientListener, AutoCloseable {

    private static final int ANSWER_MS = 15_000;

    private final Socket socket;
    private final RtmpClientSession session;
    private final byte[] buffer = new byte[65_536];
    private int messages;
    private String ended = "";

    RtmpViewer(int port, String app, String name) throws IOException {
        this(port, app, name, Role.PLAY);
    }

    private RtmpViewer(int port, String app, String name, Role role) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_MS);
        session = new RtmpClientSession(
                new RtmpClientTarget("rtmp://localhost/" + app, app, name, role),
                RtmpCapabilities.NONE, this, bytes -> write(bytes.toArray()),
                new ClientHandshake(new Random(1), ClientHandshake.Dialect.SIMPLE));
        session.open();
    }

    /// Why somebody with that app and name, queries included, may not publish; empty if they may.
    static String publish(int port, String app, String name) throws Exception {
        try (RtmpViewer publisher = new RtmpViewer(port, app, name, Role.PUBLISH)) {
            while (publisher.ended.isEmpty() && !publisher.session.isRunning()
                    && publisher.read()) {
                // On.
            }
            return publisher.ended;
        }
    }

    /// Reads until so many more messages of media have come, or the server says that it is over.
    RtmpViewer watch(int more) throws IOException, ProtocolViolation {
        int until = messages + more;
        while (messages < until && ended.isEmpty() && read()) {
            // On.
        }
        return this;
    }

    /// Whether the server closes after its last words.
    boolean isHungUp() throws IOException, ProtocolViolation {
        while (read()) {
            // Whatever still comes.
        }
        return true;
    }

    private boolean read() throws IOException, ProtocolViolation {
        int count = socket.getInputStream().read(buffer);
        if (count > 0) {
            session.receive(ByteBuffer.wrap(buffer, 0, count));
        }
        return count >= 0;
    }

    int messages() {
        return messages;
    }

    /// Code and description with which it was ended; empty while it is not.
    String ended() {
        return ended;
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onStarted(RtmpCapabilities server) {
        // Media follows.
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        messages++;
    }

    @Override
    public void onEnded(RtmpStatus status) {
        ended = status.code() + ": " + status.description();
    }

    @Override
    public void onReconnectRequest(Optional<String> tcUrl) {
        ended = "reconnect";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
