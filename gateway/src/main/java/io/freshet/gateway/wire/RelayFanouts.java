package io.freshet.gateway.wire;

import io.freshet.live.LiveStream;
import io.freshet.live.Subscription;
import io.freshet.media.StreamKey;
import io.freshet.net.NetLoop;
import io.freshet.net.http.HttpStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The relay fan-outs of one loop: made with the first reader, kept a little beyond the last.
///
/// Threading: confined to its loop.
public final class RelayFanouts {

    /// A node whose link broke off comes back within that.
    private static final long LINGER_NS = 5_000_000_000L;

    private final NetLoop loop;
    private final Fed fed;
    private final Map<Key, Entry> open = new HashMap<>();

    private record Key(LiveStream stream, FlvWire wire) {
    }

    private record Entry(RelayFanout fanout, Subscription subscription) {
    }

    /// Whether what this node has of a stream still comes from its leader.
    @FunctionalInterface
    public interface Fed {
        boolean isFed(StreamKey key, long nowNs);
    }

    /// @param loop the loop that they serve
    /// @param fed  nodes that wait for their own source keep silent
    public RelayFanouts(NetLoop loop, Fed fed) {
        this.fed = fed;
        this.loop = loop;
    }

    /// Adds a node that reads; it leaves when its outlet closes.
    ///
    /// @param after the last mark that it knows
    public void join(LiveStream stream, HttpStream out, OptionalLong after) {
        FlvWire.Framing framing = switch (out.framing()) {
            case RAW -> FlvWire.Framing.RAW;
            case HTTP_CHUNKED -> FlvWire.Framing.HTTP_CHUNKED;
            case WEBSOCKET -> FlvWire.Framing.WEBSOCKET;
        };
        of(stream, new FlvWire(framing)).join(out, after);
    }

    private RelayFanout of(LiveStream stream, FlvWire wire) {
        Key key = new Key(stream, wire);
        Entry entry = open.get(key);
        if (entry == null || entry.fanout().isClosed()) {
            RelayFanout fanout = new RelayFanout(loop, stream, wire, fed);
            entry = new Entry(fanout, stream.subscribe(new LiveLoop(loop), fanout));
            open.put(key, entry);
            Entry made = entry;
            loop.schedule(() -> look(key, made), LINGER_NS);
        }
        return entry.fanout();
    }

    private void look(Key key, Entry entry) {
        if (entry.fanout().size() > 0 && !entry.fanout().isClosed()) {
            loop.schedule(() -> look(key, entry), LINGER_NS);
            return;
        }
        open.remove(key, entry);
        entry.subscription().cancel();
        entry.fanout().close();
    }
}
