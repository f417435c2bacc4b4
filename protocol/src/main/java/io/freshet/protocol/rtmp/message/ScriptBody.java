package io.freshet.protocol.rtmp.message;

import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Makes the body of an FLV script tag of a data message, without copying it.
///
/// Publishers put the string `@setDataFrame` before what is to be kept and sent to players, and
/// take it back with `@clearDataFrame`; neither belongs into a tag.
///
/// Spec: Adobe RTMP 1.0, 7.1.2.
public final class ScriptBody {

    private static final Bytes SET = string("@setDataFrame");
    private static final Bytes CLEAR = string("@clearDataFrame");

    private ScriptBody() {
    }

    /// The script tag in a data message; none if it takes an earlier one back or says nothing.
    ///
    /// @param type [MessageType#DATA_AMF0] or [MessageType#DATA_AMF3]
    public static Optional<Bytes> of(int type, Bytes body) {
        Bytes script = body;
        // Of AMF3 there is a byte 0, and behind it AMF0 that may switch to AMF3 value by value.
        if (type == MessageType.DATA_AMF3 && script.length() > 0) {
            script = script.slice(1, script.length() - 1);
        }
        if (startsWith(script, CLEAR)) {
            return Optional.empty();
        }
        if (startsWith(script, SET)) {
            script = script.slice(SET.length(), script.length() - SET.length());
        }
        return script.length() == 0 ? Optional.empty() : Optional.of(script);
    }

    private static boolean startsWith(Bytes body, Bytes start) {
        return body.length() >= start.length() && body.slice(0, start.length()).equals(start);
    }

    /// An AMF0 string.
    private static Bytes string(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        byte[] amf = new byte[3 + ascii.length];
        amf[0] = 2;
        amf[2] = (byte) ascii.length;
        System.arraycopy(ascii, 0, amf, 3, ascii.length);
        return Bytes.wrap(amf);
    }
}
