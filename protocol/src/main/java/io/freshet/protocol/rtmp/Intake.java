package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.freshet.protocol.rtmp.chunk.ChunkReader;
import io.freshet.protocol.rtmp.chunk.MessageSink;
import io.freshet.protocol.rtmp.message.Aggregate;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;
import io.freshet.protocol.rtmp.message.ProtocolControl;
import io.freshet.protocol.rtmp.message.ScriptBody;
import io.freshet.protocol.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads a peer's chunks, acknowledges them, and sorts its messages for the session.
///
/// Threading: confined to the session.
final class Intake {

    /// What a session does with the sorted messages.
    interface Handler {

        /// An FLV tag's body, `tagType` 8, 9 or 18.
        void media(int tagType, long timestampMs, Bytes body) throws ProtocolViolation;

        void command(Command command) throws ProtocolViolation;

        void userControl(UserControl event);

        /// Whether the session goes on after a message.
        boolean isOpen();
    }

    private final Handler handler;
    private final Speaker speaker;
    private final ChunkReader reader;
    private final AckWindow window;
    // Kept, so that a read does not make one.
    private final MessageSink sink = this::message;

    Intake(Handler handler, Speaker speaker, ChunkLimits limits, int windowAckBytes) {
        this.handler = handler;
        this.speaker = speaker;
        this.reader = new ChunkReader(limits);
        this.window = new AckWindow(windowAckBytes);
    }

    /// From now on, `limits` hold for messages where they allow more than before.
    void allow(ChunkLimits limits) {
        reader.allow(limits);
    }

    /// What is published from now on is held for many seconds.
    void framesAreHeld() {
        reader.bodiesAreHeld();
    }

    /// Counts bytes that were read elsewhere: the handshake.
    void count(int bytes) {
        window.count(bytes);
    }

    /// Reads all of `in`, or up to the message that ended the session.
    void read(ByteBuffer in) throws ProtocolViolation {
        window.count(in.remaining());
        reader.read(in, sink);
        if (handler.isOpen() && window.isDue()) {
            speaker.control(MessageType.ACKNOWLEDGEMENT, window.acknowledge());
        }
    }

    private boolean message(int type, int messageStreamId, long timestampMs, Bytes body)
            throws ProtocolViolation {
        try {
            switch (type) {
                case MessageType.AUDIO, MessageType.VIDEO ->
                        handler.media(type, timestampMs, body);
                case MessageType.DATA_AMF0, MessageType.DATA_AMF3 -> {
                    Optional<Bytes> script = ScriptBody.of(type, body);
                    if (script.isPresent()) {
                        handler.media(MessageType.DATA_AMF0, timestampMs, script.get());
                    }
                }
                case MessageType.AGGREGATE ->
                        Aggregate.split(messageStreamId, timestampMs, body, sink);
                case MessageType.COMMAND_AMF0 -> handler.command(Command.parse(body.buffer()));
                case MessageType.COMMAND_AMF3 -> handler.command(Command.parse(
                        body.slice(Math.min(1, body.length()), Math.max(0, body.length() - 1))
                                .buffer()));
                case MessageType.USER_CONTROL ->
                        handler.userControl(UserControl.parse(body.buffer()));
                case MessageType.WINDOW_ACK_SIZE -> window.resize(ProtocolControl.parse(body));
                // The peer bounds what we send unacknowledged, and wants to hear that we know.
                case MessageType.SET_PEER_BANDWIDTH -> speaker.control(
                        MessageType.WINDOW_ACK_SIZE, (int) ProtocolControl.parse(body));
                // Acknowledgements: the kernel knows better what has arrived. Shared objects and
                // unknown types: not for us.
                default -> {
                }
            }
        } catch (MediaException e) {
            throw new ProtocolViolation("message of type " + type + ": " + e.getMessage(), e);
        }
        return handler.isOpen();
    }
}
