package io.freshet.format.flv;

import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;

/// One tag to be written, or the RTMP message of the same type: body = prefix + payload.
///
/// @param type        [#AUDIO], [#VIDEO] or [#SCRIPT]
/// @param timestampMs 0 to 2^32 - 1
/// @param prefix      the few bytes of the body that say what `payload` is
/// @param payload     a frame's, shared with everybody else who has it; or a configuration
public record FlvTag(int type, long timestampMs, Bytes prefix, Payload payload) {

    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    /// AMF0.
    public static final int SCRIPT = 18;

    /// More than a second of 60 Mbit/s in one frame is an attack or a lost sync.
    public static final int MAX_BODY_BYTES = 8 << 20;

    /// Bytes of prefix and payload.
    public int bodyLength() {
        return prefix.length() + payload.length();
    }

    /// The whole body in one copy.
    public Bytes body() {
        byte[] body = new byte[bodyLength()];
        ByteBuffer target = ByteBuffer.wrap(body);
        prefix.writeTo(target);
        payload.writeTo(target);
        return Bytes.wrap(body);
    }
}
