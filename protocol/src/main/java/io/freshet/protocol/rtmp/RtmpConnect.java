package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import io.freshet.protocol.rtmp.message.Command;
import java.util.Map;

/// What a client said in `connect`.
///
/// @param app            as sent: may hold further levels and a query with secrets
/// @param tcUrl          as sent: may hold a query with secrets; empty if absent
/// @param flashVer       what the client calls itself; empty if absent
/// @param objectEncoding 0 for AMF0, 3 for AMF3
/// @param capabilities   what it can do beyond the old protocol
///
/// Spec: Adobe RTMP 1.0, 7.2.1.1.
public record RtmpConnect(String app, String tcUrl, String flashVer, int objectEncoding,
        RtmpCapabilities capabilities) {

    /// A name is 64 characters a level, a token some hundred; this is for logs and memory alone.
    private static final int TEXT_CHARS_MAX = 4096;

    static RtmpConnect of(Command connect) {
        Map<String, AmfValue> properties = connect.properties();
        return new RtmpConnect(text(properties, "app"), text(properties, "tcUrl"),
                text(properties, "flashVer"),
                properties.get("objectEncoding") instanceof AmfValue.Num(double value)
                        ? (int) value : 0,
                RtmpCapabilities.parse(properties));
    }

    private static String text(Map<String, AmfValue> properties, String name) {
        return properties.get(name) instanceof AmfValue.Text(String value)
                && value.length() <= TEXT_CHARS_MAX ? value : "";
    }

    /// Without queries.
    @Override
    public String toString() {
        return "app=" + Queries.withoutQuery(app) + " tcUrl=" + Queries.withoutQuery(tcUrl)
                + " flashVer=" + Queries.printable(flashVer);
    }
}
