package io.freshet.protocol.rtmp.message;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// A User Control message.
///
/// @param event one of the constants here, or one that we do not know
/// @param value the stream id, or for the two pings a timestamp, ms
/// @param extra for [#SET_BUFFER_LENGTH] the buffer, ms; else 0 and not on the wire
///
/// Spec: Adobe RTMP 1.0, 7.1.7.
public record UserControl(int event, int value, int extra) {

    /// The stream begins to be usable.
    public static final int STREAM_BEGIN = 0;
    /// The stream is over.
    public static final int STREAM_EOF = 1;
    /// The stream has nothing for the moment.
    public static final int STREAM_DRY = 2;
    /// The client says how much it buffers.
    public static final int SET_BUFFER_LENGTH = 3;
    /// The stream is recorded.
    public static final int STREAM_IS_RECORDED = 4;
    /// Asks for a [#PING_RESPONSE] with the same value.
    public static final int PING_REQUEST = 6;
    /// Answers a [#PING_REQUEST].
    public static final int PING_RESPONSE = 7;

    /// An event about a stream, or a ping.
    public static UserControl of(int event, int value) {
        return new UserControl(event, value, 0);
    }

    /// Reads one; what follows the fields is ignored.
    ///
    /// @throws MalformedMediaException if it is too short for its event
    public static UserControl parse(ByteBuffer source) throws MalformedMediaException {
        if (source.remaining() < 2) {
            throw new MalformedMediaException("User Control without event", 0);
        }
        int event = source.getShort() & 0xFFFF;
        if (event > PING_RESPONSE) {
            // 31, 32: SWF verification, buffer empty and ready: with other fields, not ours.
            return new UserControl(event, 0, 0);
        }
        if (source.remaining() < (event == SET_BUFFER_LENGTH ? 8 : 4)) {
            throw new MalformedMediaException("User Control event " + event + " cut short", 2);
        }
        int value = source.getInt();
        return new UserControl(event, value, event == SET_BUFFER_LENGTH ? source.getInt() : 0);
    }

    /// The body of the message.
    public Bytes write() {
        ByteBuffer body = ByteBuffer.allocate(event == SET_BUFFER_LENGTH ? 10 : 6);
        body.putShort((short) event).putInt(value);
        if (event == SET_BUFFER_LENGTH) {
            body.putInt(extra);
        }
        return Bytes.wrap(body.array());
    }
}
