package io.freshet.coordination;

import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;

/// What a node says every second, on the bus.
///
/// @param node   its id
/// @param start  of its record: an old life's beat is not the new one's
/// @param number grows by one with each, from 1
/// @param wallMs its wall clock, ms
/// @param load   how busy it is
public record Heartbeat(String node, long start, long number, long wallMs, NodeLoad load) {

    /// All of them.
    public static final String SUBJECTS = "beat.*";

    /// Where this node's are sent.
    public String subject() {
        return "beat." + node;
    }

    /// As it is sent.
    public Bytes bytes() {
        String text = new Fields().put("node", node).put("start", start).put("number", number)
                .put("wall", wallMs).put("cpu", load.cpuPercent())
                .put("traffic-bps", load.trafficBps()).put("viewers", load.viewers())
                .put("streams", load.streams())
                .put("refused", load.refused()).put("room", load.roomPercent()).text();
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @throws BadRecordException if it is not that
    public static Heartbeat parse(Bytes bytes) throws BadRecordException {
        Fields fields = Fields.parse(StandardCharsets.UTF_8.decode(bytes.buffer()).toString());
        return new Heartbeat(fields.get("node"), fields.number("start"), fields.number("number"),
                fields.number("wall"), new NodeLoad(fields.count("cpu"),
                        fields.number("traffic-bps"), fields.count("viewers"),
                        fields.count("streams"), fields.number("refused", 0),
                        Math.clamp(fields.number("room", 0), 0, NodeLoad.FULL_PERCENT)));
    }
}
