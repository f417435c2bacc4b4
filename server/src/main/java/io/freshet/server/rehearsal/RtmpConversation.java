package io.freshet.server.rehearsal;

import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.gateway.demo.Clip;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;

/// An RTMP client that blocks.
///
/// Threading: confined to its caller.
public final class RtmpConversation implements RtmpClientListener, AutoCloseable {

    /// Longer than any answer of a node that is alive.
    private static final int ANSWER_MS = 5_000;

    private final Socket socket;
    private final RtmpClientSession session;
    private final byte[] buffer = new byte[65_536];
    private boolean ended;

    private RtmpConversation(Socket socket, InetSocketAddress node, String path, Role role) {
        this.socket = socket;
        int slash = path.indexOf('/');
        String app = path.substring(0, slash);
        this.session = new RtmpClientSession(new RtmpClientTarget("rtmp://" + node.getHostString()
                + "/" + app, app,
                path.substring(slash + 1), role), RtmpCapabilities.NONE, this, this::write,
                new ClientHandshake(new Random(1), ClientHandshake.Dialect.DIGEST_FIRST));
    }

    private static RtmpConversation open(InetSocketAddress node, String path, Role role)
            throws IOException, ProtocolViolation {
        Socket socket = new Socket();
        RtmpConversation made = new RtmpConversation(socket, node, path, role);
        try {
            socket.connect(node, ANSWER_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MS);
            made.session.open();
            while (!made.session.isRunning() && !made.ended) {
                made.read();
            }
            return made;
        } catch (IOException | ProtocolViolation e) {
            made.close();
            throw e;
        }
    }

    /// Sends `clip` round and round, at the pace of its clock, until it is interrupted.
    ///
    /// @param path `APP/NAME`, and parameters behind a `?`
    /// @throws IOException if the node does not let it in, or closes
    public static void publish(InetSocketAddress node, String path, Clip clip)
            throws IOException, ProtocolViolation, InterruptedException {
        try (RtmpConversation peer = open(node, path, Role.PUBLISH)) {
            if (peer.ended) {
                throw new IOException("is not let in");
            }
            FlvMuxer muxer = new FlvMuxer(0);
            muxer.accept(clip.tracks(), peer::send);
            long startNs = System.nanoTime();
            for (long round = 0; !peer.ended; round++) {
                for (Frame frame : clip.frames()) {
                    long shift = round * clip.durationMs();
                    long dueNs = startNs + (frame.dtsOn(1000) + shift) * 1_000_000;
                    Thread.sleep(Math.max(0, (dueNs - System.nanoTime()) / 1_000_000));
                    long ticks = shift * frame.track().timescale() / 1000;
                    muxer.accept(frame.at(frame.dts() + ticks, frame.pts() + ticks), peer::send);
                }
            }
        }
    }

    /// Plays for so long.
    static void play(InetSocketAddress node, String path, int watchMs)
            throws IOException, ProtocolViolation {
        try (RtmpConversation peer = open(node, path, Role.PLAY)) {
            long endNs = System.nanoTime() + watchMs * 1_000_000L;
            while (System.nanoTime() < endNs && !peer.ended) {
                peer.read();
            }
            peer.session.close();
        }
    }

    private void send(FlvTag tag) {
        session.sendMedia(tag);
    }

    private void read() throws IOException, ProtocolViolation {
        int count = socket.getInputStream().read(buffer);
        if (count < 0) {
            throw new IOException("closed by the node");
        }
        session.receive(ByteBuffer.wrap(buffer, 0, count));
    }

    private void write(Bytes bytes) {
        try {
            socket.getOutputStream().write(bytes.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onStarted(RtmpCapabilities server) {
        // The session knows.
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        // It is enough that it came.
    }

    @Override
    public void onEnded(RtmpStatus status) {
        ended = true;
    }

    @Override
    public void onReconnectRequest(Optional<String> tcUrl) {
        ended = true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
