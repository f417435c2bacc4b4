package io.freshet.protocol.rtmp.chunk;

import io.freshet.media.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Writes down each message as `type/stream@time body`.
///
/// Threading: confined to the test.
public final class RecordingSink implements MessageSink {

    /// What has come.
    public final List<String> messages = new ArrayList<>();

    @Override
    public boolean message(int type, int messageStreamId, long timestampMs, Bytes body) {
        messages.add(line(type, messageStreamId, timestampMs, body));
        return true;
    }

    /// How a message is written down.
    public static String line(int type, int messageStreamId, long timestampMs, Bytes body) {
        return type + "/" + messageStreamId + "@" + timestampMs + " " + body;
    }
}
