package io.freshet.gateway.wire;

import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.format.flv.Precision;
import io.freshet.format.flv.TrackChoice;
import io.freshet.live.AppOptions;
import io.freshet.live.Audience;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Subscriber;
import io.freshet.live.Subscription;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import io.freshet.net.NetLoop;
import io.freshet.net.NetTimer;
import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Sends one stream in one format to all its viewers on one loop.
///
/// A pass over many viewers runs in slices; between two slices the loop serves its sockets, so
/// that publishers and new viewers need not wait for it. While a pass runs, what comes in waits for
/// the next one, so that under load writes merge by themselves.
///
/// Threading: confined to its loop.
public final class Fanout implements Subscriber {

    /// The longest that others on the loop wait for a pass.
    private static final long SLICE_NS = 500_000L;
    /// Viewers in a slice at most: with io_uring most of the time goes by after it, in the kernel,
    /// which needs about as long for so many.
    private static final int SLICE_VIEWERS = 64;
    /// Reading the clock for every viewer would cost more than it tells.
    private static final int VIEWERS_PER_LOOK = 16;
    private static final long TICK_NS = 1_000_000_000L;

    private final NetLoop loop;
    private final WireFormat format;
    private final TrackChoice choice;
    private final LiveStream stream;
    private final FlvMuxer muxer;
    private final SendDelay delay;
    private final WireLog log;
    private final Starts starts = new Starts();
    private final ViewerRing viewers = new ViewerRing(SLICE_VIEWERS);
    private final List<FlvTag> configuration = new ArrayList<>();
    // Kept: neither a frame nor a slice makes one.
    private final Consumer<FlvTag> append = this::append;
    private final Runnable pass = this::pass;

    private AppOptions rules;
    private Tracks tracks = Tracks.NONE;
    private int referenceId;
    private long configuredAt;
    private long flushedEnd;
    /// Viewers that wait for a key frame.
    private int waiting;
    private boolean passing;
    private boolean passAgain;
    private long dueNs;
    private long againDueNs;
    private boolean ending;
    private boolean closed;
    private @Nullable NetTimer flushTimer;
    private @Nullable NetTimer tick;

    /// @param stream whose audience and rules these are; the caller subscribes
    /// @param choice which of its tracks viewers get
    Fanout(NetLoop loop, WireFormat format, TrackChoice choice, LiveStream stream) {
        this.loop = loop;
        this.format = format;
        this.choice = choice;
        this.stream = stream;
        this.muxer = new FlvMuxer(stream.originMs(), choice, Precision.MILLISECONDS);
        this.rules = stream.options();
        this.delay = new SendDelay(stream.audience());
        this.log = new WireLog(loop.allocator());
        this.tick = loop.schedule(this::tick, TICK_NS);
    }

    @Override
    public void onSignals(List<Signal> batch) {
        if (closed || ending) {
            return;
        }
        boolean picture = false;
        long before = log.end();
        for (Signal signal : batch) {
            switch (signal) {
                case Tracks next -> configure(next);
                case Frame frame -> picture |= append(frame);
                case Mark mark -> muxer.accept(mark, append);
            }
        }
        if (log.end() == before) {
            return;
        }
        delay.came(loop.nowNs());
        if (rules.flush().longest().isZero() || rules.flush().withVideo() && picture) {
            flushNow();
        } else if (flushTimer == null) {
            flushTimer = loop.schedule(this::flushNow, rules.flush().longest().toNanos());
        }
    }

    private void configure(Tracks next) {
        configuration.clear();
        new FlvMuxer(stream.originMs(), choice, Precision.MILLISECONDS)
                .accept(next, configuration::add);
        tracks = new Tracks(next.all().stream().filter(it -> choice.carries(it.kind())).toList());
        referenceId = tracks.first(Kind.VIDEO).map(track -> track.id()).orElse(0);
        starts.clear();
        muxer.accept(next, append);
        configuredAt = log.end();
    }

    private boolean append(Frame frame) {
        if (!choice.carries(frame.kind())) {
            return false;
        }
        boolean reference = frame.track().id() == referenceId;
        if (referenceId == 0 || reference && frame.isKey()) {
            starts.add(log.end(), frame.dtsOn(1000), referenceId == 0 ? Starts.AUDIO_MS : 0);
            wakeThoseWhoWait();
        }
        muxer.accept(frame, append);
        return reference;
    }

    private void append(FlvTag tag) {
        format.write(tag, log.room(format.sizeMax(tag)));
        log.wrote();
    }

    private void wakeThoseWhoWait() {
        if (waiting > 0) {
            viewers.all().stream().filter(viewer -> viewer.awaitsKey)
                    .forEach(viewer -> startAt(viewer, log.end(), 0));
        }
    }

    @Override
    public void onEnd() {
        if (closed || ending) {
            return;
        }
        ending = true;
        cancelFlush();
        flushedEnd = log.end();
        log.flushed(loop.nowNs());
        sayGoodbye();
    }

    /// Each viewer gets what is left before it hears that this was all; in slices, like a pass.
    private void sayGoodbye() {
        long startNs = loop.nowNs();
        int looked = 0;
        while (viewers.size() > 0) {
            Viewer viewer = viewers.all().getLast();
            send(viewer, startNs);
            remove(viewer);
            viewer.onEnd.run();
            if (isOver(++looked, startNs)) {
                loop.executeAfterIo(this::sayGoodbye);
                return;
            }
        }
        close();
    }

    // ---- viewers

    /// Adds a viewer; it gets the configuration and the GOP at once. It leaves when its outlet
    /// closes.
    ///
    /// @param onEnd called when the stream is over, after everything has been written
    /// @return takes a viewer out whose connection lives on, as RTMP's does after closeStream
    public Subscription join(Outlet outlet, Protocol protocol, LongConsumer carried,
            Runnable onEnd) {
        return join(new Viewer(outlet, protocol, stream.audience(), carried, onEnd));
    }

    /// The same for one who is no viewer and is counted nowhere.
    public void observe(Outlet outlet, Runnable onEnd) {
        var _ = join(new Viewer(outlet, Protocol.HTTP_FLV, Audience.ofNobody(), _ -> { }, onEnd));
    }

    private Subscription join(Viewer viewer) {
        Outlet outlet = viewer.outlet;
        if (closed || ending) {
            loop.execute(viewer.onEnd);
            return () -> { };
        }
        viewers.add(viewer);
        waiting++;
        viewer.audience.joined(viewer.protocol);
        outlet.onClosed(_ -> remove(viewer));
        outlet.onWritable(() -> send(viewer, loop.nowNs()));
        long start = starts.best(log.start());
        if (start >= 0) {
            long nowNs = loop.nowNs();
            // What is not flushed yet goes to all at once; a newcomer takes all there is.
            flushedEnd = log.end();
            log.flushed(nowNs);
            startAt(viewer, start, log.ageNs(start, nowNs));
            send(viewer, nowNs);
        } else if (!configuration.isEmpty()) {
            viewer.position = log.end();
            writeConfiguration(viewer);
            outlet.flush();
        }
        return () -> remove(viewer);
    }

    private void remove(Viewer viewer) {
        if (viewer.gone) {
            return;
        }
        viewer.gone = true;
        if (viewer.awaitsKey) {
            waiting--;
        }
        viewer.audience.left(viewer.protocol);
        Viewer moved = viewers.remove(viewer);
        if (moved != null && passing) {
            // Its new place may have had its turn.
            send(moved, loop.nowNs());
        }
    }

    /// How many viewers it has.
    int size() {
        return viewers.size();
    }

    /// @param ageNs of what lies there
    private void startAt(Viewer viewer, long start, long ageNs) {
        boolean missed = viewer.begun && viewer.position < configuredAt;
        if (viewer.awaitsKey) {
            viewer.awaitsKey = false;
            waiting--;
        }
        viewer.position = start;
        viewer.startAgeNs = ageNs;
        if (missed || !viewer.begun) {
            writeConfiguration(viewer);
        }
    }

    private void writeConfiguration(Viewer viewer) {
        int size = 64 + configuration.stream().mapToInt(format::sizeMax).sum();
        ByteBuf out = loop.allocator().directBuffer(size);
        if (!viewer.begun) {
            viewer.begun = true;
            format.preamble(tracks, out);
        }
        configuration.forEach(tag -> format.write(tag, out));
        viewer.outlet.write(out);
    }

    private void cancelFlush() {
        if (flushTimer != null) {
            flushTimer.cancel();
            flushTimer = null;
        }
    }

    private void flushNow() {
        cancelFlush();
        if (closed || ending) {
            return;
        }
        long nowNs = loop.nowNs();
        if (passing) {
            againDueNs = passAgain ? againDueNs : nowNs;
            passAgain = true;
            return;
        }
        // What may wait so long to be flushed may take as long to be sent.
        dueNs = (passAgain ? againDueNs : nowNs) + rules.flush().longest().toNanos();
        passAgain = false;
        flushedEnd = log.end();
        log.flushed(nowNs);
        passing = true;
        delay.passes();
        viewers.begin();
        pass();
    }

    private void pass() {
        long startNs = loop.nowNs();
        int looked = 0;
        while (!viewers.isOver() && !ending) {
            send(viewers.next(), startNs);
            if (isOver(++looked, startNs) && !viewers.isOver()) {
                loop.load().late(dueNs, startNs);
                loop.executeAfterIo(pass);
                return;
            }
        }
        passing = false;
        if (closed || ending) {
            return;
        }
        trim();
        delay.passed(loop.nowNs(), viewers.size());
        loop.load().late(dueNs, loop.nowNs());
        if (passAgain) {
            flushNow();
        }
    }

    private boolean isOver(int looked, long startNs) {
        return looked % SLICE_VIEWERS == 0
                || looked % VIEWERS_PER_LOOK == 0 && loop.nowNs() - startNs > SLICE_NS;
    }

    private void send(Viewer viewer, long nowNs) {
        if (viewer.gone || viewer.awaitsKey || closed || !viewer.outlet.isOpen()) {
            return;
        }
        if (viewer.position < log.start()) {
            skip(viewer, nowNs);
            return;
        }
        long from = viewer.position;
        if (from < flushedEnd) {
            viewer.position = log.send(viewer.outlet, from, flushedEnd);
            viewer.sent(viewer.position - from);
            if (viewer.position == flushedEnd) {
                viewer.startAgeNs = 0;
            } else if (log.ageNs(viewer.position, nowNs)
                    > rules.viewers().behindMax().toNanos() + viewer.startAgeNs) {
                skip(viewer, nowNs);
            }
        }
        viewer.outlet.flush();
    }

    /// Moves one that lags too far on to the newest key frame, or lets it wait for the next.
    private void skip(Viewer viewer, long nowNs) {
        viewer.audience.skipped();
        long start = starts.best(log.start());
        long ageNs = log.ageNs(start, nowNs);
        if (start > viewer.position && ageNs <= rules.viewers().behindMax().toNanos()) {
            startAt(viewer, start, ageNs);
        } else {
            viewer.awaitsKey = true;
            waiting++;
        }
    }

    private void trim() {
        long needed = starts.best(log.start());
        long keep = viewers.oldestPosition(needed < 0 ? flushedEnd : needed);
        log.trim(Math.max(keep, log.end() - rules.viewers().bytesMax()));
    }

    private void tick() {
        tick = null;
        if (closed) {
            return;
        }
        rules = stream.options();
        long nowNs = loop.nowNs();
        for (Viewer viewer : List.copyOf(viewers.all())) {
            viewer.closeIfSlow(nowNs, rules.viewers().patience());
        }
        tick = loop.schedule(this::tick, TICK_NS);
    }

    /// Lets go of all bytes; viewers are no longer served.
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        cancelFlush();
        if (tick != null) {
            tick.cancel();
        }
        List.copyOf(viewers.all()).forEach(this::remove);
        log.close();
    }

    /// Whether it serves nobody any more.
    boolean isClosed() {
        return closed;
    }
}
