package io.freshet.live;

import io.freshet.live.StreamReport.State;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// One stream: its inputs, one of them on air, and the branches that carry its signals away.
///
/// Life: `WAITING` (opened, or the publisher is away) <-> `LIVE`, then `ENDED` when nobody came
/// back within the reconnect window. Viewers stay through `WAITING`.
///
/// Threading: confined to its owner loop, which never changes; `owner`, `key`, `audience`,
/// `report`, `publish`, `subscribe` and `kick` may be called from anywhere.
public final class LiveStream {

    private static final long TICK_NS = 500_000_000L;

    private final StreamKey key;
    private final Loop owner;
    private final AppOptions options;
    private final Clock clock;
    private final Leader leader;
    private final Lifecycle lifecycle;

    private final Audience audience = new Audience();
    private final Timeline timeline = new Timeline();
    private final Meter meter = new Meter();
    private final GopCache gop;
    private final Inputs inputs;
    private final Map<Loop, Branch> branches = new HashMap<>();
    private final long openedWallMs;

    private Tracks tracks = Tracks.NONE;
    private boolean awaitsKey;
    private long onAirWallMs;
    private long switches;
    private long branchSkips;
    private long waitingSinceNs;
    private boolean opened;
    private boolean ended;
    private int ticks;
    private volatile StreamReport report;

    /// What a stream tells the one who keeps it.
    interface Lifecycle extends StreamEvents {
    }

    LiveStream(StreamKey key, Loop owner, AppOptions options, Clock clock, Leader leader,
            Lifecycle lifecycle) {
        this.key = key;
        this.owner = owner;
        this.options = options;
        this.clock = clock;
        this.leader = leader;
        this.lifecycle = lifecycle;
        this.gop = new GopCache(options.gop());
        this.inputs = new Inputs(options);
        this.openedWallMs = clock.wallMs();
        this.report = report();
    }

    /// Its address.
    public StreamKey key() {
        return key;
    }

    /// When it came into being, Unix time, ms: the origin of the timestamps that players see.
    public long openedWallMs() {
        return openedWallMs;
    }

    /// The loop that it lives on.
    public Loop owner() {
        return owner;
    }

    /// The rules of its app.
    public AppOptions options() {
        return options;
    }

    /// Who watches it.
    public Audience audience() {
        return audience;
    }

    /// Whether it has as many viewers as its app allows; one more must be refused.
    public boolean isFull() {
        return audience.watching() >= options.viewers().countMax();
    }

    /// What can be said about it, as of the last second.
    public StreamReport lastReport() {
        return report;
    }

    /// First thing on the owner loop.
    private void open() {
        if (opened) {
            return;
        }
        opened = true;
        waitingSinceNs = clock.monotonicNs();
        lifecycle.opened(this);
        owner.schedule(this::tick, TICK_NS);
    }

    /// Asks to be let in; answers on the owner loop, at the latest after a second.
    CompletionStage<PublishOutcome> publish(Publisher publisher) {
        CompletableFuture<PublishOutcome> answer = new CompletableFuture<>();
        owner.run(() -> {
            open();
            decide(publisher, clock.monotonicNs(), answer);
        });
        return answer;
    }

    private void decide(Publisher publisher, long askedNs,
            CompletableFuture<PublishOutcome> answer) {
        long nowNs = clock.monotonicNs();
        if (ended) {
            answer.complete(new PublishOutcome.NotAllowed(Streams.ENDED));
            return;
        }
        switch (inputs.decide(askedNs, nowNs)) {
            case Inputs.GoOnAir _ -> {
                Input input = new Input(this, publisher, nowNs);
                inputs.onAir().ifPresent(old -> dismiss(old, "replaced by " + publisher.label()));
                inputs.add(input);
                goOnAir(input, nowNs);
                answer.complete(new PublishOutcome.Accepted(input, true));
            }
            case Inputs.StandBy _ -> {
                Input input = new Input(this, publisher, nowNs);
                inputs.add(input);
                answer.complete(new PublishOutcome.Accepted(input, false));
            }
            case Inputs.AskAgain later ->
                    owner.schedule(() -> decide(publisher, askedNs, answer), later.inNs());
            case Inputs.Refuse refusal ->
                    answer.complete(new PublishOutcome.AlreadyPublishing(refusal.reason()));
        }
    }

    private void goOnAir(Input input, long nowNs) {
        inputs.putOnAir(input, nowNs);
        timeline.restart();
        switches++;
        onAirWallMs = clock.wallMs();
        awaitsKey = true;
        if (!input.tracks.all().isEmpty()) {
            List<Signal> out = new ArrayList<>();
            adopt(input.tracks, out);
            send(out);
        }
        report = report();
        lifecycle.onAir(this, input.publisher().label());
    }

    /// What came with one read of a publisher.
    void receive(Input input, List<Signal> batch) {
        long nowNs = clock.monotonicNs();
        if (input.closed || ended) {
            return;
        }
        if (!inputs.isOnAir(input)) {
            for (Signal signal : batch) {
                if (signal instanceof Tracks next) {
                    input.tracks = next;
                } else if (signal instanceof Frame) {
                    input.lastFrameNs = nowNs;
                }
            }
            return;
        }
        List<Signal> out = new ArrayList<>(batch.size() + 2);
        long wallMs = clock.wallMs();
        for (Signal signal : batch) {
            switch (signal) {
                case Tracks next -> {
                    input.tracks = next;
                    adopt(next, out);
                }
                case Frame frame -> {
                    input.lastFrameNs = nowNs;
                    place(frame, nowNs, wallMs, out);
                }
                // The leader alone writes marks.
                case Mark _ -> { }
            }
        }
        send(out);
    }

    /// The same tracks in the same configuration stay the same objects, so that nobody restarts.
    private void adopt(Tracks next, List<Signal> out) {
        // A publisher that comes back may speak of itself before it announces sound or picture.
        if (next.equals(tracks) || onlyData(next) && !onlyData(tracks)) {
            return;
        }
        List<Track> merged = new ArrayList<>();
        for (Track track : next.all()) {
            merged.add(tracks.byId(track.id()).filter(track::equals).orElse(track));
        }
        tracks = new Tracks(merged);
        meter.reset();
        leader.accept(tracks, clock.monotonicNs(), clock.wallMs(), out::add);
    }

    private static boolean onlyData(Tracks tracks) {
        return tracks.all().stream().allMatch(track -> track.kind() == Kind.DATA);
    }

    private void place(Frame frame, long nowNs, long wallMs, List<Signal> out) {
        Track track = tracks.byId(frame.track().id()).orElse(null);
        if (track == null) {
            return;
        }
        if (awaitsKey) {
            boolean video = tracks.first(Kind.VIDEO).isPresent();
            boolean starts = frame.kind() != Kind.DATA
                    && (!video || frame.kind() == Kind.VIDEO && frame.isKey());
            if (!starts) {
                timeline.countUntilKey();
                return;
            }
            awaitsKey = false;
        }
        Frame placed = timeline.place(frame, track, nowNs, wallMs);
        if (placed != null) {
            leader.accept(placed, nowNs, wallMs, out::add);
        }
    }

    /// A batch of that input was lost: pictures until the next key frame would be broken.
    void lost(Input input) {
        if (inputs.isOnAir(input)) {
            branchSkips++;
            awaitsKey = true;
        }
    }

    private void send(List<Signal> out) {
        if (out.isEmpty()) {
            return;
        }
        for (Signal signal : out) {
            gop.add(signal);
        }
        meter.add(out);
        for (Branch branch : branches.values()) {
            if (!branch.offer(out, gop::snapshot)) {
                branchSkips++;
            }
        }
    }

    /// The publisher behind `input` is gone.
    void leave(Input input, String reason) {
        if (input.closed) {
            return;
        }
        input.closed = true;
        boolean wasOnAir = inputs.isOnAir(input);
        inputs.remove(input);
        if (!wasOnAir || ended) {
            return;
        }
        Input next = inputs.bestStandby().orElse(null);
        if (next != null) {
            goOnAir(next, clock.monotonicNs());
            return;
        }
        waitingSinceNs = clock.monotonicNs();
        onAirWallMs = 0;
        report = report();
        lifecycle.waiting(this, reason);
    }

    private void dismiss(Input input, String reason) {
        input.closed = true;
        inputs.remove(input);
        input.publisher().onDismissed(reason);
    }

    /// Carries the stream to `subscriber` on `loop`, beginning with the tracks and the GOP.
    public Subscription subscribe(Loop loop, Subscriber subscriber) {
        Branch.Seat seat = new Branch.Seat(subscriber);
        owner.run(() -> {
            if (ended) {
                loop.run(subscriber::onEnd);
                return;
            }
            Branch branch = branches.get(loop);
            if (branch == null) {
                branch = new Branch(loop, options.gop());
                branches.put(loop, branch);
                branch.offer(gop.snapshot(), gop::snapshot);
            }
            branch.holders++;
            Branch chosen = branch;
            loop.run(() -> chosen.add(seat));
        });
        return () -> {
            if (seat.leave()) {
                owner.run(() -> release(loop));
            }
        };
    }

    private void release(Loop loop) {
        Branch branch = branches.get(loop);
        if (branch != null && --branch.holders == 0) {
            branches.remove(loop);
        }
    }

    /// Sends every publisher away, and ends the stream at once.
    public void kick(String reason) {
        owner.run(() -> {
            for (Input input : inputs.all()) {
                dismiss(input, reason);
            }
            end();
        });
    }

    /// Sends every publisher away; the stream keeps its viewers until it is stopped.
    void dismissAll(String reason) {
        owner.run(() -> {
            for (Input input : inputs.all()) {
                input.publisher().onDismissed(reason);
            }
        });
    }

    private void tick() {
        if (ended) {
            return;
        }
        long nowNs = clock.monotonicNs();
        if (++ticks % 2 == 0) {
            meter.tick();
            report = report();
        }
        Input silent = inputs.onAir().orElse(null);
        if (silent != null && nowNs - silent.lastFrameNs > Inputs.SILENT_NS) {
            inputs.bestStandby().filter(next -> nowNs - next.lastFrameNs < Inputs.SILENT_NS)
                    .ifPresent(next -> goOnAir(next, nowNs));
        }
        if (silent == null
                && nowNs - waitingSinceNs >= options.reconnectWindow().toNanos()) {
            end();
            return;
        }
        owner.schedule(this::tick, TICK_NS);
    }

    private void end() {
        if (ended) {
            return;
        }
        List<Signal> last = new ArrayList<>();
        leader.end(last::add);
        send(last);
        ended = true;
        report = report();
        branches.values().forEach(Branch::end);
        branches.clear();
        lifecycle.ended(this);
    }

    private StreamReport report() {
        State state = ended ? State.ENDED
                : inputs.onAir().isPresent() ? State.LIVE : State.WAITING;
        return new StreamReport(key, state, openedWallMs, onAirWallMs, inputs.labels(), tracks,
                meter.bitrateBps(), meter.framesPerSecond(), meter.gopMs(), meter.totalBytes(),
                meter.totalFrames(), Math.max(0, switches - 1), branchSkips, timeline.repairs());
    }
}
