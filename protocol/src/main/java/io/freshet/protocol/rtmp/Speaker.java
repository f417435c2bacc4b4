package io.freshet.protocol.rtmp;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.protocol.rtmp.chunk.ChunkFanout;
import io.freshet.protocol.rtmp.chunk.ChunkWriter;
import io.freshet.protocol.rtmp.chunk.MessageHeader;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;
import io.freshet.protocol.rtmp.message.ProtocolControl;
import io.freshet.protocol.rtmp.message.UserControl;
import java.nio.ByteBuffer;

/// Says a session's own messages, in chunks, to its output.
///
/// Threading: confined to the session.
final class Speaker {

    private static final int CHUNK_STREAM_CONTROL = 2;
    private static final int CHUNK_STREAM_COMMAND = 3;

    private final RtmpOutput output;
    private int chunkBytes = 128;

    Speaker(RtmpOutput output) {
        this.output = output;
    }

    void raw(Bytes bytes) {
        output.write(bytes);
    }

    /// Announces a chunk size, and keeps to it.
    void setChunkSize(int bytes) {
        control(MessageType.SET_CHUNK_SIZE, bytes);
        chunkBytes = bytes;
    }

    /// A message of type 1, 3 or 5.
    void control(int type, int value) {
        message(CHUNK_STREAM_CONTROL, type, 0, ProtocolControl.write(value));
    }

    void peerBandwidth(int windowBytes) {
        message(CHUNK_STREAM_CONTROL, MessageType.SET_PEER_BANDWIDTH, 0,
                ProtocolControl.writePeerBandwidth(windowBytes));
    }

    void userControl(UserControl event) {
        message(CHUNK_STREAM_CONTROL, MessageType.USER_CONTROL, 0, event.write());
    }

    void command(int messageStreamId, Command command) {
        message(CHUNK_STREAM_COMMAND, MessageType.COMMAND_AMF0, messageStreamId, command.write());
    }

    /// `_result`, or nothing if the caller wants no answer.
    void result(Command call, AmfValue object, AmfValue... arguments) {
        if (call.transactionId() != 0) {
            command(0, Command.of("_result", call.transactionId(), object, arguments));
        }
    }

    /// `_error`, or nothing if the caller wants no answer.
    void error(Command call, RtmpStatus status) {
        if (call.transactionId() != 0) {
            command(0, Command.of("_error", call.transactionId(), AmfValue.NULL,
                    status.builder().build()));
        }
    }

    void status(int messageStreamId, RtmpStatus status) {
        command(messageStreamId,
                Command.of("onStatus", 0, AmfValue.NULL, status.builder().build()));
    }

    void script(int messageStreamId, AmfValue... values) {
        media(messageStreamId,
                new FlvTag(FlvTag.SCRIPT, 0, Bytes.EMPTY, Amf0.write(values)));
    }

    void media(int messageStreamId, FlvTag tag) {
        byte[] chunks =
                new byte[ChunkWriter.size(tag.timestampMs(), tag.bodyLength(), chunkBytes)];
        ChunkWriter.write(new MessageHeader(ChunkFanout.chunkStreamId(tag.type()), tag.type(),
                        messageStreamId, tag.timestampMs()),
                tag.prefix(), tag.payload(), chunkBytes, ByteBuffer.wrap(chunks));
        output.write(Bytes.wrap(chunks));
    }

    private void message(int chunkStreamId, int type, int messageStreamId, Bytes body) {
        MessageHeader header = new MessageHeader(chunkStreamId, type, messageStreamId, 0);
        output.write(ChunkWriter.write(header, body, chunkBytes));
    }
}
