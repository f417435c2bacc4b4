package io.freshet.tools.wire;

import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.ChunkWriter;
import io.freshet.protocol.rtmp.chunk.MessageHeader;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;
import io.freshet.protocol.rtmp.message.ProtocolControl;
import io.freshet.protocol.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Plays a stream by RTMP without looking into its media: handshake, connect, createStream, play.
///
/// Threading: confined to its connection's loop.
///
/// Spec: Adobe RTMP 1.0, 5.2 and 7.2.
public final class RtmpPlaying implements Conversation {

    private static final int CONNECT = 1;
    private static final int CREATE_STREAM = 2;
    private static final int PLAY = 3;
    private static final int CHUNK_BYTES = 128;
    private static final int BUFFER_MS = 300;
    /// What most servers ask for.
    private static final long WINDOW_BYTES = 2_500_000;

    private final Target target;
    private final PlayListener listener;
    private final ClientHandshake handshake;
    private final ChunkScanner chunks = new ChunkScanner();
    private final Sink sink = new Sink();
    private Optional<Connection> connection = Optional.empty();
    private long windowBytes = WINDOW_BYTES;
    private long readBytes;
    private long acknowledgedBytes;
    private long nowNs;

    /// @param seed fills the handshake
    public RtmpPlaying(Target target, PlayListener listener, long seed) {
        this.target = target;
        this.listener = listener;
        this.handshake = new ClientHandshake(new Random(seed), ClientHandshake.Dialect.SIMPLE);
    }

    @Override
    public void onOpen(Connection opened, long openNs) {
        connection = Optional.of(opened);
        opened.send(handshake.open().buffer());
    }

    @Override
    public void onBytes(ByteBuffer in, long readNs) throws PeerFault {
        nowNs = readNs;
        readBytes += in.remaining();
        listener.onRead(in.remaining(), readNs);
        if (!handshake.isDone()) {
            shake(in);
        }
        if (handshake.isDone()) {
            chunks.read(in, sink);
            if (readBytes - acknowledgedBytes > windowBytes / 2) {
                acknowledgedBytes = readBytes;
                say(2, MessageType.ACKNOWLEDGEMENT, 0, ProtocolControl.write((int) readBytes));
            }
        }
    }

    @Override
    public void onClosed(String reason, long closedNs) {
        listener.onClosed(reason, closedNs);
    }

    private void shake(ByteBuffer in) throws PeerFault {
        try {
            Optional<Bytes> c2 = handshake.receive(in);
            if (c2.isPresent()) {
                connection.ifPresent(each -> each.send(c2.get().buffer()));
                connect();
            }
        } catch (ProtocolViolation e) {
            throw new PeerFault("no RTMP");
        }
    }

    private void connect() {
        Map<String, AmfValue> words = new LinkedHashMap<>();
        words.put("app", new AmfValue.Text(target.app()));
        words.put("flashVer", new AmfValue.Text("LNX 9,0,124,2"));
        words.put("tcUrl", new AmfValue.Text(target.tcUrl()));
        words.put("fpad", new AmfValue.Bool(false));
        words.put("capabilities", new AmfValue.Num(15));
        words.put("audioCodecs", new AmfValue.Num(4071));
        words.put("videoCodecs", new AmfValue.Num(252));
        words.put("videoFunction", new AmfValue.Num(1));
        command(0, Command.of("connect", CONNECT, new AmfValue.Obj(words)));
    }

    private void play(int messageStreamId) {
        say(2, MessageType.USER_CONTROL, 0,
                new UserControl(UserControl.SET_BUFFER_LENGTH, messageStreamId, BUFFER_MS).write());
        command(messageStreamId, Command.of("play", PLAY, AmfValue.NULL,
                new AmfValue.Text(target.name()), new AmfValue.Num(-2000)));
    }

    private void command(int messageStreamId, Command command) {
        say(3, MessageType.COMMAND_AMF0, messageStreamId, command.write());
    }

    private void say(int chunkStreamId, int type, int messageStreamId, Bytes body) {
        MessageHeader header = new MessageHeader(chunkStreamId, type, messageStreamId, 0);
        Bytes bytes = ChunkWriter.write(header, body, CHUNK_BYTES);
        connection.ifPresent(each -> each.send(bytes.buffer()));
    }

    private final class Sink implements MessageListener {

        @Override
        public void onMedia(MessageView message) {
            listener.onMessage(message, nowNs);
        }

        @Override
        public void onOther(int type, Bytes body) throws PeerFault {
            try {
                switch (type) {
                    case MessageType.COMMAND_AMF0 -> heard(Command.parse(body.buffer()));
                    case MessageType.COMMAND_AMF3 -> heard(Command.parse(
                            body.slice(Math.min(1, body.length()),
                                    Math.max(0, body.length() - 1)).buffer()));
                    case MessageType.WINDOW_ACK_SIZE ->
                            windowBytes = Math.max(16 << 10, ProtocolControl.parse(body));
                    case MessageType.USER_CONTROL -> heard(UserControl.parse(body.buffer()));
                    default -> { }
                }
            } catch (MediaException e) {
                throw new PeerFault("broken RTMP message");
            }
        }

        private void heard(UserControl event) throws PeerFault {
            if (event.event() == UserControl.PING_REQUEST) {
                say(2, MessageType.USER_CONTROL, 0,
                        UserControl.of(UserControl.PING_RESPONSE, event.value()).write());
            } else if (event.event() == UserControl.STREAM_EOF) {
                throw new PeerFault("ended by the server");
            }
        }

        private void heard(Command command) throws PeerFault {
            switch (command.name()) {
                case "_result" -> {
                    if (command.transactionId() == CONNECT) {
                        command(0, Command.of("createStream", CREATE_STREAM, AmfValue.NULL));
                    } else if (command.transactionId() == CREATE_STREAM) {
                        play((int) command.number(0, 1));
                    }
                }
                case "_error" -> throw new PeerFault("RTMP " + code(command, "_error"));
                case "onStatus" -> {
                    if (isBad(command)) {
                        throw new PeerFault("RTMP " + code(command, "error"));
                    }
                }
                default -> { }
            }
        }

        private static boolean isBad(Command status) {
            return !status.arguments().isEmpty()
                    && status.arguments().getFirst() instanceof AmfValue.Keyed keyed
                    && keyed.text("level").orElse("").equals("error");
        }

        private static String code(Command status, String otherwise) {
            return !status.arguments().isEmpty()
                    && status.arguments().getFirst() instanceof AmfValue.Keyed keyed
                    ? keyed.text("code").orElse(otherwise) : otherwise;
        }
    }
}
