package io.freshet.live;

import io.freshet.live.PublishPlacement.Placement;
import io.freshet.live.StreamReport.State;
import io.freshet.live.relay.BacklogBounds;
import io.freshet.live.relay.Origin;
import io.freshet.live.relay.Replay;
import io.freshet.live.relay.Standing;
import io.freshet.media.Clock;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private volatile AppOptions options;
    private final Clock clock;
    private final StreamEvents lifecycle;
    private final Audience audience = new Audience();
    private final Meter meter = new Meter();
    private final Ingest ingest;
    private final GopCache gop;
    private final Inputs inputs;
    private final Branches branches;
    private final long openedWallMs;
    private final Origin origin;

    /// What this stream has to do with other nodes; null while there are none.
    private volatile @Nullable Kinship kinship;
    private long onAirWallMs;
    private long switches;
    private long lostBatches;
    private long waitingSinceNs;
    private boolean opened;
    private boolean ended;
    private int ticks;
    private volatile StreamReport report;

    LiveStream(StreamKey key, Loop owner, AppOptions options, Clock clock, Leader leader,
            StreamEvents lifecycle) {
        this.key = key;
        this.owner = owner;
        this.options = options;
        this.clock = clock;
        this.ingest = new Ingest(clock, leader, meter);
        this.lifecycle = lifecycle;
        this.gop = new GopCache(options.gop());
        this.branches = new Branches(owner, options.gop(), gop);
        this.inputs = new Inputs(options);
        this.openedWallMs = clock.wallMs();
        this.origin = new Origin(openedWallMs);
        this.report = report();
    }

    /// Its address.
    public StreamKey key() {
        return key;
    }

    /// The output time that is 0 to players, ms: not after any frame.
    public long originMs() {
        return origin.ms();
    }

    /// The loop that it lives on.
    public Loop owner() {
        return owner;
    }

    /// The rules of its app.
    public AppOptions options() {
        return options;
    }

    /// Goes by other rules of its app from now on.
    void follow(AppOptions next) {
        options = next;
        owner.run(() -> {
            gop.bounds(next.gop());
            inputs.follow(next);
            branches.bounds(next.gop());
        });
    }

    /// Who watches it.
    public Audience audience() {
        return audience;
    }

    /// Whether it has as many viewers as its app allows; one more must be refused.
    public boolean isFull() {
        return audience.watching() >= options.viewers().countMax();
    }

    boolean framesAreHeld() {
        return kinship != null || branches.areHeld();
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

    /// Asks to be let in; answers on the owner loop, within a second.
    CompletionStage<PublishOutcome> publish(Publisher publisher, Placement placed) {
        CompletableFuture<PublishOutcome> answer = new CompletableFuture<>();
        owner.run(() -> {
            open();
            if (!ended && (publisher.carriesMarks() || !mayLead(placed))) {
                answer.complete(kin().join(publisher, clock.monotonicNs()));
            } else {
                decide(publisher, clock.monotonicNs(), answer);
            }
        });
        return answer;
    }

    private boolean mayLead(Placement placed) {
        return placed instanceof PublishPlacement.Here(long token)
                && (token == 0 || kin().lead(token, clock.monotonicNs()));
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
                inputs.onAir().ifPresent(old -> dismiss(old, "replaced by " + publisher.label()));
                answer.complete(new PublishOutcome.Accepted(admit(publisher, true, nowNs), true));
            }
            case Inputs.StandBy _ -> answer.complete(
                    new PublishOutcome.Accepted(admit(publisher, false, nowNs), false));
            case Inputs.AskAgain later ->
                    owner.schedule(() -> decide(publisher, askedNs, answer), later.inNs());
            case Inputs.Refuse refusal ->
                    answer.complete(new PublishOutcome.AlreadyPublishing(refusal.reason()));
        }
    }

    Input admit(Publisher publisher, boolean onAir, long nowNs) {
        Input input = new Input(this, publisher, nowNs);
        inputs.add(input);
        if (onAir) {
            goOnAir(input, nowNs);
        }
        return input;
    }

    void goOnAir(Input input, long nowNs) {
        Kinship known = kinship;
        Optional<Alignment> aligned = known == null ? Optional.empty() : known.align(input);
        inputs.putOnAir(input, nowNs);
        if (aligned.isEmpty()) {
            ingest.begin();
        }
        switches++;
        onAirWallMs = clock.wallMs();
        if (!input.publisher().carriesMarks() && !input.tracks.all().isEmpty()) {
            List<Signal> out = new ArrayList<>();
            ingest.adopt(input.tracks, out);
            aligned.ifPresent(it -> out.addAll(
                    ingest.take(input, List.copyOf(it.next()), nowNs)));
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
            Kinship known = kinship;
            input.standBy(batch, nowNs, known != null && known.compares());
            if (known != null && known.isLeftBehindBy(input, nowNs)) {
                lifecycle.frozen(this);
            }
        } else if (input.publisher().carriesMarks()) {
            input.lastFrameNs = nowNs;
            kin().follow(batch, nowNs);
        } else {
            send(ingest.take(input, batch, nowNs));
        }
    }

    /// A batch of that input was lost: pictures until the next key frame would be broken.
    void lost(Input input) {
        if (inputs.isOnAir(input)) {
            lostBatches++;
            ingest.missed();
            if (input.publisher().carriesMarks()) {
                kin().missed();
            }
        }
    }

    void send(List<Signal> out) {
        if (out.isEmpty()) {
            return;
        }
        for (Signal signal : out) {
            gop.add(signal);
        }
        meter.add(out);
        origin.sent(out);
        Kinship known = kinship;
        if (known != null) {
            known.sent(out);
        }
        branches.offer(out);
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
        if (next != null && leads()) {
            goOnAir(next, clock.monotonicNs());
            return;
        }
        becomeWaiting(reason);
    }

    void becomeWaiting(String reason) {
        waitingSinceNs = clock.monotonicNs();
        onAirWallMs = 0;
        report = report();
        lifecycle.waiting(this, reason);
    }

    void dismiss(Input input, String reason) {
        input.closed = true;
        inputs.remove(input);
        input.publisher().onDismissed(reason);
    }

    /// Carries the stream to `subscriber` on `loop`, beginning with the tracks and the GOP.
    public Subscription subscribe(Loop loop, Subscriber subscriber) {
        return branches.subscribe(loop, subscriber);
    }

    /// Hands over, on `loop`, what one needs who begins to follow the stream from there: a
    /// subscriber that was on that loop before hears next what comes right behind it.
    ///
    /// @param afterSegment the last mark that is known there; else the whole window is handed over
    public void replay(Loop loop, OptionalLong afterSegment, Consumer<Replay> to) {
        owner.run(() -> {
            Replay replay = ended ? new Replay(List.of(), true, 0)
                    : kin().replay(afterSegment, gop::snapshot);
            loop.run(() -> to.accept(replay));
        });
    }

    /// This node leads the stream from now on: its best publisher goes on air, and what was
    /// followed goes on.
    ///
    /// @param token of its cuts, higher than any before
    public void promote(long token) {
        owner.run(() -> {
            if (!ended) {
                kin().promote(token, clock, clock.monotonicNs() + Kinship.PROMOTE_NS);
            }
        });
    }

    /// Another node leads, with that token: nothing is sent until a relay brings what that one
    /// sends, and the publishers here are held back.
    public void demote(long token) {
        owner.run(() -> {
            if (!ended) {
                kin().obey(token);
            }
        });
    }

    /// How far it has come, and who leads it; as of the last mark.
    public Standing standing() {
        Kinship known = kinship;
        return known == null ? Standing.NEW : known.standing();
    }

    /// Before it is opened: it belongs to a cluster.
    void keepBacklog(BacklogBounds bounds) {
        kinship = new Kinship(this, ingest, inputs, Optional.of(bounds));
    }

    Kinship kin() {
        Kinship known = kinship;
        if (known == null) {
            known = new Kinship(this, ingest, inputs, Optional.empty());
            kinship = known;
        }
        return known;
    }

    private boolean leads() {
        Kinship known = kinship;
        return known == null || known.leads();
    }

    /// Sends every publisher away, and ends the stream at once.
    public void kick(String reason) {
        owner.run(() -> {
            inputs.all().forEach(input -> dismiss(input, reason));
            end();
        });
    }

    /// Asks every publisher for something, on the owner loop.
    public void ask(Consumer<Publisher> publishers) {
        owner.run(() -> inputs.all().forEach(input -> publishers.accept(input.publisher())));
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
        if (leads()) {
            inputs.heir(nowNs).ifPresent(next -> goOnAir(next, nowNs));
        }
        // Who is held back waits for its turn, however long.
        if (inputs.onAir().isEmpty() && (leads() || inputs.all().isEmpty())
                && nowNs - waitingSinceNs >= options.reconnectWindow().toNanos()) {
            end();
            return;
        }
        owner.schedule(this::tick, TICK_NS);
    }

    void end() {
        if (ended) {
            return;
        }
        if (leads()) {
            send(ingest.end());
        }
        ended = true;
        report = report();
        branches.end();
        lifecycle.ended(this);
    }

    private StreamReport report() {
        State state = ended ? State.ENDED
                : inputs.onAir().isPresent() ? State.LIVE : State.WAITING;
        return new StreamReport(key, state, openedWallMs, onAirWallMs, inputs.labels(),
                ingest.tracks(), meter.bitrateBps(), meter.framesPerSecond(), meter.gopMs(),
                meter.totalBytes(), meter.totalFrames(), Math.max(0, switches - 1),
                lostBatches + branches.skips(), ingest.repairs());
    }
}
