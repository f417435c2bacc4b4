package io.freshet.gateway.wire;

import io.freshet.format.flv.TrackChoice;
import io.freshet.live.LiveStream;
import io.freshet.live.Subscription;
import io.freshet.net.NetLoop;
import java.util.HashMap;
import java.util.Map;

/// The fan-outs of one loop: made with the first viewer, kept a little beyond the last.
///
/// Threading: confined to its loop.
public final class Fanouts {

    /// A fan-out without viewers stays so long, so that one who reloads finds it.
    private static final long LINGER_NS = 5_000_000_000L;

    private final NetLoop loop;
    private final Map<Key, Entry> open = new HashMap<>();

    private record Key(LiveStream stream, WireFormat format, TrackChoice choice) {
    }

    private record Entry(Fanout fanout, Subscription subscription) {
    }

    /// @param loop the loop that they serve
    public Fanouts(NetLoop loop) {
        this.loop = loop;
    }

    /// The fan-out of `stream` in `format`, made if there is none.
    ///
    /// @param choice which of the stream's tracks viewers get
    public Fanout of(LiveStream stream, WireFormat format, TrackChoice choice) {
        Key key = new Key(stream, format, choice);
        Entry entry = open.get(key);
        if (entry == null || entry.fanout().isClosed()) {
            Fanout fanout = new Fanout(loop, format, choice, stream);
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
        // A stream that ended may have been followed by another fan-out already.
        open.remove(key, entry);
        entry.subscription().cancel();
        entry.fanout().close();
    }
}
