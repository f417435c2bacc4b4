package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.freshet.protocol.rtmp.chunk.ChunkReader;
import io.freshet.protocol.rtmp.chunk.ChunkWriter;
import io.freshet.protocol.rtmp.chunk.MessageHeader;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.protocol.rtmp.handshake.ClientHandshake.Dialect;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Says to a server, message by message, what a test wants, and reads the answers as text.
///
/// Threading: confined to the test.
final class HandWrittenClient {

    private final RecordingServer server;
    private final ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT);
    long nowNs;

    HandWrittenClient(RecordingServer server) {
        this.server = server;
    }

    /// A client of that server behind the handshake.
    static HandWrittenClient shaken(RecordingServer server) throws ProtocolViolation {
        HandWrittenClient client = new HandWrittenClient(server);
        ClientHandshake handshake = new ClientHandshake(new Random(3), Dialect.SIMPLE);
        client.raw(handshake.open());
        client.raw(handshake.receive(Pipe.take(server.sent)).orElseThrow());
        return client;
    }

    /// A client of that server behind `connect` to the app `live`.
    static HandWrittenClient connected(RecordingServer server) throws ProtocolViolation {
        HandWrittenClient client = shaken(server);
        client.command("connect", 1, new AmfObjectBuilder().with("app", "live").build());
        client.answers();
        return client;
    }

    void raw(Bytes bytes) throws ProtocolViolation {
        server.session.receive(ByteBuffer.wrap(bytes.toArray()), nowNs);
    }

    void message(int type, Bytes body) throws ProtocolViolation {
        raw(ChunkWriter.write(new MessageHeader(3, type, 1, 0), body, 128));
    }

    void command(String name, double transactionId, AmfValue object, AmfValue... arguments)
            throws ProtocolViolation {
        message(MessageType.COMMAND_AMF0,
                Command.of(name, transactionId, object, arguments).write());
    }

    /// A command with a null object and arguments that are strings, numbers or booleans.
    void call(String name, double transactionId, Object... arguments) throws ProtocolViolation {
        AmfValue[] values = new AmfValue[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (arguments[i]) {
                case String text -> new AmfValue.Text(text);
                case Integer number -> new AmfValue.Num(number);
                case Boolean bool -> new AmfValue.Bool(bool);
                default -> AmfValue.NULL;
            };
        }
        command(name, transactionId, AmfValue.NULL, values);
    }

    /// What the server has sent since the last call: commands in words, others as `type body`.
    List<String> answers() throws ProtocolViolation {
        List<String> lines = new ArrayList<>();
        reader.read(Pipe.take(server.sent), (type, _, _, body) -> lines.add(line(type, body)));
        return lines;
    }

    private static String line(int type, Bytes body) {
        if (type != MessageType.COMMAND_AMF0) {
            return type + " " + body;
        }
        try {
            Command command = Command.parse(body.buffer());
            StringBuilder line = new StringBuilder(command.name())
                    .append(' ').append((int) command.transactionId());
            for (AmfValue value : command.arguments()) {
                line.append(' ').append(switch (value) {
                    case AmfValue.Keyed keyed -> keyed.text("code").orElse("?");
                    case AmfValue.Num(double number) -> number;
                    default -> value;
                });
            }
            return line.toString();
        } catch (io.freshet.media.MediaException e) {
            throw new AssertionError(e);
        }
    }
}
