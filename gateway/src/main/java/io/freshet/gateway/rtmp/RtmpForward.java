package io.freshet.gateway.rtmp;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpClientListener;
import io.freshet.protocol.rtmp.RtmpClientSession;
import io.freshet.protocol.rtmp.RtmpClientTarget;
import io.freshet.protocol.rtmp.RtmpStatus;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// One encoder's messages on their way to another node, which publishes them.
///
/// It belongs to the encoder's connection and lives on its loop: nothing is handed over between
/// threads, and nothing is decoded.
///
/// Threading: confined to the connection's loop.
final class RtmpForward implements TcpHandler, RtmpClientListener {

    /// Some seconds of a fast stream; who is behind by more loses its place.
    private static final long UNSENT_BYTES_MAX = 8 << 20;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Encoder encoder;
    private final TcpConnection connection;
    private final RtmpClientSession session;
    private boolean started;
    private boolean over;

    /// The one whose messages they are.
    ///
    /// Threading: confined to the connection's loop.
    interface Encoder {

        /// The other node takes it.
        void taken();

        /// The other node does not take it.
        ///
        /// @param code as in [RtmpStatus]
        void refused(String code, String reason);

        /// The other node took it, and does not any more.
        void lost(String reason);
    }

    /// @param connection to the other node, just opened
    RtmpForward(Encoder encoder, TcpConnection connection, RtmpClientTarget target) {
        this.encoder = encoder;
        this.connection = connection;
        this.session = new RtmpClientSession(target, RtmpCapabilities.NONE, this, this::say,
                new ClientHandshake(new SplittableRandom(connection.loop().nowNs()),
                        ClientHandshake.Dialect.SIMPLE));
    }

    void open() {
        session.open();
        connection.flush();
    }

    private void say(Bytes bytes) {
        connection.write(connection.loop().allocator().directBuffer(bytes.length())
                .writeBytes(bytes.buffer()));
    }

    /// Sends one message on; [#flush] after the last of a read.
    void send(int tagType, long timestampMs, Bytes body) {
        if (session.sendMedia(new FlvTag(tagType, timestampMs, Bytes.EMPTY, body))
                && connection.unsentBytes() > UNSENT_BYTES_MAX) {
            ends("the node that leads the stream does not take it fast enough");
        }
    }

    void flush() {
        connection.flush();
    }

    /// The encoder has left.
    void leave() {
        over = true;
        session.close();
        connection.flush();
        connection.closeWhenSent(CloseCause.DONE, "", LAST_WORDS);
    }

    private void ends(String reason) {
        if (!over) {
            over = true;
            connection.close(CloseCause.DONE, reason);
            if (started) {
                encoder.lost(reason);
            } else {
                encoder.refused(RtmpStatus.PUBLISH_DENIED, reason);
            }
        }
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            session.receive(bytes.nioBuffer());
        } catch (ProtocolViolation violation) {
            ends("the node that leads the stream speaks no RTMP: " + violation.getMessage());
        }
    }

    @Override
    public void onReadComplete() {
        connection.flush();
    }

    @Override
    public void onClosed(Closed closed) {
        ends("the node that leads the stream has closed: " + closed);
    }

    @Override
    public void onStarted(RtmpCapabilities server) {
        started = true;
        encoder.taken();
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        throw new IllegalStateException("a publisher gets no media");
    }

    @Override
    public void onEnded(RtmpStatus status) {
        if (started || over) {
            ends(status.description());
        } else {
            over = true;
            connection.close(CloseCause.DONE, "refused");
            encoder.refused(status.code(), status.description());
        }
    }

    @Override
    public void onReconnectRequest(Optional<String> tcUrl) {
        // Not announced as understood.
    }
}
