package io.freshet.tools.wire;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Plays a stream as FLV, over HTTP or in a WebSocket.
///
/// Threading: confined to its connection's loop.
public final class FlvPlaying implements Conversation {

    private final Target target;
    private final PlayListener listener;
    private final HttpReader http = new HttpReader();
    private final WebSocketFrames frames = new WebSocketFrames();
    private final Intake intake;
    private final Sink sink = new Sink();
    private ByteSender sender = _ -> { };
    private long nowNs;

    /// Takes the bytes of the FLV stream.
    public interface Intake {

        /// A piece: from position to limit, to be consumed.
        ///
        /// @throws PeerFault if it cannot be used
        void read(ByteBuffer range) throws PeerFault;
    }

    /// Says something to the server.
    private interface ByteSender {
        void send(ByteBuffer bytes);
    }

    /// @param target [Target.Kind#HTTP_FLV] or [Target.Kind#WS_FLV]
    public FlvPlaying(Target target, PlayListener listener) {
        this.target = target;
        this.listener = listener;
        FlvScanner flv = new FlvScanner();
        this.intake = range -> flv.read(range, sink);
    }

    /// The same, for one who wants the whole stream: the listener gets no messages.
    public FlvPlaying(Target target, PlayListener listener, Intake intake) {
        this.target = target;
        this.listener = listener;
        this.intake = intake;
    }

    @Override
    public void onOpen(Connection connection, long openNs) {
        sender = connection::send;
        String upgrade = target.kind() != Target.Kind.WS_FLV ? ""
                // The key proves nothing to anybody here: it is the one of RFC 6455, 1.3.
                : String.join("\r\n", "Connection: Upgrade", "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "");
        String request = "GET " + target.path() + " HTTP/1.1\r\nHost: " + target.authority()
                + "\r\nUser-Agent: freshet-bench\r\nAccept: */*\r\n" + upgrade + "\r\n";
        connection.send(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void onBytes(ByteBuffer in, long readNs) throws PeerFault {
        nowNs = readNs;
        listener.onRead(in.remaining(), readNs);
        http.read(in, sink);
    }

    @Override
    public void onClosed(String reason, long closedNs) {
        listener.onClosed(reason, closedNs);
    }

    private final class Sink implements HttpReader.Sink, WebSocketFrames.Sink, MessageListener {

        @Override
        public void onHead(HttpHead head) throws PeerFault {
            int wanted = target.kind() == Target.Kind.WS_FLV ? 101 : 200;
            if (head.status() != wanted) {
                throw new PeerFault("HTTP " + head.status());
            }
        }

        @Override
        public void onBody(ByteBuffer range) throws PeerFault {
            if (target.kind() == Target.Kind.WS_FLV) {
                frames.read(range, this);
            } else {
                intake.read(range);
            }
        }

        @Override
        public void onEnd() throws PeerFault {
            throw new PeerFault("ended by the server");
        }

        @Override
        public void onData(ByteBuffer range) throws PeerFault {
            intake.read(range);
        }

        @Override
        public void onPing(ByteBuffer pong) {
            sender.send(pong);
        }

        @Override
        public void onMedia(MessageView message) {
            listener.onMessage(message, nowNs);
        }

        @Override
        public void onOther(int type, Bytes body) {
            throw new IllegalStateException("FLV has no message of type " + type);
        }
    }
}
