package io.freshet.gateway.wire;

import io.freshet.format.flv.FlvTag;
import io.freshet.format.relay.RelayHello;
import io.freshet.format.relay.RelayMuxer;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport.State;
import io.freshet.live.Subscriber;
import io.freshet.live.relay.Replay;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import io.freshet.net.CloseCause;
import io.freshet.net.NetLoop;
import io.freshet.net.NetTimer;
import io.freshet.net.http.HttpStream;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends one stream to all nodes that read it on one loop: what there was to each by itself, what
/// comes to all of them from one log.
///
/// A reader is never moved on: what it misses would be missing for all behind it. One that lags
/// beyond the bounds is closed; it comes back and says how far it has come.
///
/// Threading: confined to its loop.
final class RelayFanout implements Subscriber {

    /// So much waits for a slow reader: ten seconds of 25 Mbit/s.
    private static final long BYTES_MAX = 32 << 20;
    private static final Duration BEHIND_MAX = Duration.ofSeconds(10);
    /// Half of what a reader waits for before it goes elsewhere.
    private static final long ALIVE_NS = 450_000_000L;
    private static final long TICK_NS = 150_000_000L;
    private static final int CHUNK_BYTES = 64 << 10;

    private final NetLoop loop;
    private final LiveStream stream;
    private final FlvWire wire;
    private final RelayFanouts.Fed fed;
    private final WireLog log;
    private final RelayMuxer muxer;
    private final Consumer<FlvTag> append = this::append;
    private final List<Reader> readers = new ArrayList<>();
    private @Nullable NetTimer tick;
    private boolean ended;
    private boolean closed;

    /// One node.
    private static final class Reader {
        final HttpStream out;
        RelayMuxer muxer = new RelayMuxer(0);
        /// What there was, as far as it is not written; null before it is known.
        @Nullable Iterator<Signal> replay;
        boolean live;
        long position;
        long wroteNs;

        Reader(HttpStream out) {
            this.out = out;
        }
    }

    RelayFanout(NetLoop loop, LiveStream stream, FlvWire wire, RelayFanouts.Fed fed) {
        this.fed = fed;
        this.loop = loop;
        this.stream = stream;
        this.wire = wire;
        this.muxer = new RelayMuxer(stream.originMs());
        this.log = new WireLog(loop.allocator());
        this.tick = loop.schedule(this::tick, TICK_NS);
    }

    int size() {
        return readers.size();
    }

    boolean isClosed() {
        return closed || ended;
    }

    /// Adds a node; it leaves when its outlet closes.
    ///
    /// @param after the last mark that it knows
    void join(HttpStream out, OptionalLong after) {
        Reader reader = new Reader(out);
        reader.wroteNs = loop.nowNs();
        readers.add(reader);
        out.onClosed(_ -> readers.remove(reader));
        out.onWritable(() -> send(reader));
        stream.replay(new LiveLoop(loop), after, replay -> begin(reader, replay));
    }

    /// All batches that the replay has are in the log already, and none that it has not.
    private void begin(Reader reader, Replay replay) {
        if (closed || !reader.out.isOpen()) {
            return;
        }
        long firstMs = replay.signals().stream().filter(Frame.class::isInstance)
                .map(Frame.class::cast).findFirst().map(frame -> frame.dtsOn(1000))
                .orElseGet(stream::originMs);
        ByteBuf head = loop.allocator().directBuffer(512);
        wire.preamble(Tracks.NONE, head);
        FlvTag hello =
                RelayMuxer.hello(RelayHello.at(firstMs, replay.token(), replay.gap()));
        wire.write(hello, room(head, hello));
        reader.out.write(head);
        reader.position = log.end();
        reader.muxer = new RelayMuxer(firstMs);
        reader.replay = replay.signals().iterator();
        send(reader);
    }

    private ByteBuf room(ByteBuf target, FlvTag tag) {
        return target.ensureWritable(wire.sizeMax(tag));
    }

    @Override
    public void onSignals(List<Signal> batch) {
        if (isClosed()) {
            return;
        }
        long before = log.end();
        for (Signal signal : batch) {
            muxer.accept(signal, append);
        }
        if (log.end() == before) {
            return;
        }
        log.flushed(loop.nowNs());
        for (int i = readers.size() - 1; i >= 0; i--) {
            send(readers.get(i));
        }
        trim();
    }

    private void append(FlvTag tag) {
        wire.write(tag, log.room(wire.sizeMax(tag)));
        log.wrote();
    }

    private void send(Reader reader) {
        Iterator<Signal> replay = reader.replay;
        if (replay == null || closed || !reader.out.isOpen()) {
            return;
        }
        while (!reader.live && reader.out.isWritable()) {
            replayed(reader, replay);
        }
        if (reader.live && reader.position < log.start()) {
            tooSlow(reader);
            return;
        }
        if (reader.live && reader.position < log.end()) {
            reader.position = log.send(reader.out, reader.position, log.end());
        }
        reader.wroteNs = loop.nowNs();
        reader.out.flush();
    }

    /// Writes some of what there was, and says when that was all.
    private void replayed(Reader reader, Iterator<Signal> replay) {
        ByteBuf out = loop.allocator().directBuffer(CHUNK_BYTES);
        Consumer<FlvTag> to = tag -> wire.write(tag, room(out, tag));
        while (replay.hasNext() && out.readableBytes() < CHUNK_BYTES) {
            reader.muxer.accept(replay.next(), to);
        }
        if (!replay.hasNext()) {
            to.accept(RelayMuxer.live());
            reader.live = true;
        }
        reader.out.write(out);
    }

    private void tooSlow(Reader reader) {
        reader.out.close(CloseCause.SLOW, "lags by more than " + BEHIND_MAX.toSeconds()
                + " s or " + (BYTES_MAX >> 20) + " MiB");
    }

    private void trim() {
        long keep = log.end();
        for (Reader reader : readers) {
            keep = Math.min(keep, reader.replay == null ? keep : reader.position);
        }
        log.trim(Math.max(keep, log.end() - BYTES_MAX));
    }

    /// Whether what this node has of the stream is what its leader sends.
    private boolean isFed() {
        return stream.standing().leads() || stream.lastReport().state() == State.LIVE;
    }

    private void tick() {
        tick = null;
        if (isClosed()) {
            return;
        }
        long nowNs = loop.nowNs();
        boolean sourced = isFed();
        boolean heard = fed.isFed(stream.key(), nowNs);
        for (Reader reader : List.copyOf(readers)) {
            if (reader.out.behindNs(nowNs) > BEHIND_MAX.toNanos()) {
                tooSlow(reader);
            } else if (!sourced) {
                // It has lost its own source: others may have one.
                reader.out.close(CloseCause.REVOKED, "has no source itself");
            } else if (heard && nowNs - reader.wroteNs >= ALIVE_NS
                    && reader.out.isWritable()) {
                FlvTag alive = RelayMuxer.alive();
                ByteBuf out = loop.allocator().directBuffer(wire.sizeMax(alive));
                wire.write(alive, out);
                reader.out.write(out);
                reader.out.flush();
                reader.wroteNs = nowNs;
            }
        }
        tick = loop.schedule(this::tick, TICK_NS);
    }

    @Override
    public void onEnd() {
        for (Reader reader : List.copyOf(readers)) {
            send(reader);
            reader.out.end();
        }
        ended = true;
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (tick != null) {
            tick.cancel();
        }
        for (Reader reader : List.copyOf(readers)) {
            reader.out.close(CloseCause.DONE, "the stream is not served any more");
        }
        readers.clear();
        log.close();
    }
}
