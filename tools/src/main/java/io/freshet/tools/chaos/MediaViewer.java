package io.freshet.tools.chaos;

import io.freshet.format.flv.FlvTag;
import io.freshet.tools.wire.Connection;
import io.freshet.tools.wire.FlvPlaying;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.MessageView;
import io.freshet.tools.wire.PlayListener;
import io.freshet.tools.wire.RtmpPlaying;
import io.freshet.tools.wire.Target;
import java.util.Optional;

/// A viewer of RTMP, HTTP-FLV or WebSocket-FLV.
///
/// Its player has a buffer of a second; one that hears nothing for five asks elsewhere.
///
/// Threading: confined to its loop.
final class MediaViewer implements Watching, PlayListener {

    private static final long BUFFER_NS = 1_000_000_000L;
    private static final long PATIENCE_NS = 5_000_000_000L;
    private static final long LOOK_NS = 250_000_000L;
    private static final long RETRY_NS = 200_000_000L;

    private final LoadLoop loop;
    private final String name;
    private final Ways ways;
    private String node;
    private final long seed;
    private Optional<Connection> connection = Optional.empty();
    private boolean stopping;
    private boolean measuring;
    private long lastMediaNs;
    /// As the wire has it: 32 bits, and negative right after the beginning.
    private int lastVideoMs;
    private boolean seenVideo;
    /// Least time from a picture's own to its arrival: on a clock of its own, so only more or less.
    private long leastMs = Long.MAX_VALUE;
    private long lagMs;
    private long longestGapNs;
    private long stalledNs;
    private int stalls;
    private int reopens;
    private int backwards;
    private long frames;

    MediaViewer(LoadLoop loop, String name, Ways ways, long seed) {
        this.loop = loop;
        this.name = name;
        this.ways = ways;
        this.node = ways.now().node();
        this.seed = seed;
    }

    @Override
    public void open() {
        lastMediaNs = System.nanoTime();
        connect();
        look();
    }

    private void connect() {
        if (stopping) {
            return;
        }
        seenVideo = false;
        leastMs = Long.MAX_VALUE;
        Target target = ways.now().target();
        Connection opened = loop.connect(target, target.kind() == Target.Kind.RTMP
                ? new RtmpPlaying(target, this, seed) : new FlvPlaying(target, this));
        connection = opened.isOpen() ? Optional.of(opened) : Optional.empty();
    }

    private void look() {
        if (stopping) {
            return;
        }
        long nowNs = System.nanoTime();
        if (nowNs - lastMediaNs > PATIENCE_NS && connection.isPresent()) {
            lastMediaNs = measuring ? lastMediaNs : nowNs;
            connection.get().close("nothing comes");
        }
        loop.schedule(this::look, nowNs + LOOK_NS);
    }

    @Override
    public void onRead(int count, long nowNs) {
        // Messages say more.
    }

    @Override
    public void onMessage(MessageView message, long nowNs) {
        if (message.type() != FlvTag.AUDIO && message.type() != FlvTag.VIDEO) {
            return;
        }
        silence(nowNs);
        lastMediaNs = nowNs;
        frames++;
        if (message.type() == FlvTag.VIDEO) {
            int timeMs = (int) message.timestampMs();
            if (seenVideo && timeMs - lastVideoMs < 0 && measuring) {
                backwards++;
            }
            lastVideoMs = timeMs;
            seenVideo = true;
            late(nowNs / 1_000_000 - lastVideoMs);
        }
    }

    private void late(long agoMs) {
        if (!measuring || leastMs == Long.MAX_VALUE) {
            leastMs = Math.min(leastMs, agoMs);
        }
        lagMs = measuring ? Math.max(lagMs, agoMs - leastMs) : 0;
    }

    private void silence(long nowNs) {
        if (!measuring) {
            return;
        }
        long gapNs = nowNs - lastMediaNs;
        longestGapNs = Math.max(longestGapNs, gapNs);
        if (gapNs > BUFFER_NS) {
            stalls++;
            stalledNs += gapNs - BUFFER_NS;
        }
    }

    @Override
    public void onClosed(String reason, long nowNs) {
        connection = Optional.empty();
        if (!stopping) {
            reopens += measuring ? 1 : 0;
            ways.next();
            loop.schedule(this::connect, nowNs + RETRY_NS);
        }
    }

    @Override
    public void begin() {
        measuring = true;
        node = ways.now().node();
        lastMediaNs = System.nanoTime();
        frames = 0;
    }

    @Override
    public boolean isPlaying() {
        return frames > 0;
    }

    @Override
    public Account account(long nowNs) {
        silence(nowNs);
        lastMediaNs = nowNs;
        return new Account(name, node, longestGapNs / 1_000_000, reopens, stalls,
                stalledNs / 1_000_000, 0, 0, 0, backwards, lagMs, frames);
    }

    @Override
    public void stop() {
        stopping = true;
        connection.ifPresent(each -> each.close("stopped"));
    }
}
