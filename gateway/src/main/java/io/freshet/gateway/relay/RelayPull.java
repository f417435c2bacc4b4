package io.freshet.gateway.relay;

import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.Input;
import io.freshet.live.LiveStream;
import io.freshet.live.Loop.Cancellable;
import io.freshet.live.PublishOutcome;
import io.freshet.live.PublishPlacement.Placement;
import io.freshet.live.PublishPlacement.Standby;
import io.freshet.live.Publisher;
import io.freshet.live.StreamReport.State;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Here;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.relay.RelaySource;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One stream on its way here: from one source at a time, and from the next when that one fails.
///
/// | state   | what happens                       | leaves it                |
/// |---------|------------------------------------|--------------------------|
/// | opening | a source is asked                  | it answers, or fails     |
/// | flowing | signals go into the stream         | silent, broken off, over |
/// | pausing | all sources failed; viewers wait   | time, other sources      |
/// | over    | another pull may begin             |                          |
///
/// Threading: confined to its loop, but for `ask`, `hold`, `sourcesChanged` and what the stream
/// tells its publisher.
final class RelayPull implements Publisher, RelayLink.Owner {

    private static final System.Logger LOG = System.getLogger(RelayPull.class.getName());
    private static final long LOOK_NS = 500_000_000L;
    /// A source says something every half second.
    private static final long FED_NS = 700_000_000L;
    /// Whoever asks is told to come again rather than kept for longer.
    private static final long ANSWER_NS = 8_000_000_000L;

    private final StreamKey key;
    private final LiveLoop loop;
    private final RelayPulls pulls;
    private final SplittableRandom random;
    private final List<CompletableFuture<Resolution>> waiting = new ArrayList<>();
    private final Set<RelaySource> tried = new HashSet<>();
    private @Nullable RelayLink link;
    private @Nullable Input input;
    /// What the input led into; it outlives it for a while.
    private @Nullable LiveStream stream;
    private boolean marked;
    private @Nullable Cancellable retry;
    private int holds;
    private int rounds;
    private long neededNs;
    private long waitingSinceNs;
    private boolean live;
    private boolean over;
    /// Read by those who serve other nodes, on their loops.
    private volatile long heardNs;
    private String lastFailure = "nobody has it";

    RelayPull(StreamKey key, LiveLoop loop, RelayPulls pulls) {
        this.key = key;
        this.loop = loop;
        this.pulls = pulls;
        this.random = new SplittableRandom(loop.net().nowNs() ^ key.hashCode());
    }

    // ---- who needs it

    void begin() {
        neededNs = nowNs();
        look();
        next();
    }

    private long nowNs() {
        return loop.net().nowNs();
    }

    void ask(CompletableFuture<Resolution> answer) {
        loop.run(() -> {
            neededNs = nowNs();
            Input here = input;
            if (over) {
                pulls.pull(key).whenComplete((resolution, _) -> answer.complete(resolution));
            } else if (live && here != null) {
                answer.complete(new Here(here.stream()));
            } else {
                waitingSinceNs = waiting.isEmpty() ? nowNs() : waitingSinceNs;
                waiting.add(answer);
            }
        });
    }

    void hold(int change) {
        loop.run(() -> {
            holds += change;
            neededNs = nowNs();
            LiveStream here = stream;
            if (change < 0 && here != null) {
                // It may lead now: that is known behind what its loop has been told.
                here.owner().run(() -> loop.run(this::endIfLed));
            }
        });
    }

    /// A stream that is led here is fetched no more.
    private void endIfLed() {
        if (stream != null && RelayPulls.isLed(stream)) {
            stop("this node leads the stream now", false);
        }
    }

    void sourcesChanged() {
        loop.run(() -> {
            RelayLink now = link;
            if (over) {
                return;
            }
            tried.clear();
            if (now == null) {
                next();
            } else if (!pulls.around().sources().of(key).contains(now.source())) {
                lost(now, "is no source any more");
            }
        });
    }

    void reopen() {
        loop.run(() -> {
            RelayLink now = link;
            if (over) {
                return;
            }
            tried.clear();
            if (now != null) {
                lost(now, "is opened anew");
            } else {
                next();
            }
        });
    }

    private void look() {
        if (over) {
            return;
        }
        long nowNs = nowNs();
        LiveStream here = stream;
        boolean watched = here != null && here.audience().watching() > 0
                || pulls.around().readers().applyAsInt(key) > 0;
        if (watched || holds > 0 || !waiting.isEmpty()) {
            neededNs = nowNs;
        }
        if (!waiting.isEmpty() && nowNs - waitingSinceNs > ANSWER_NS) {
            answer(new Absent("stream " + key + " could not be fetched: " + lastFailure));
        }
        if (nowNs - neededNs > pulls.idleNs()) {
            stop("nobody watches", !pulls.isHasty());
            return;
        }
        loop.schedule(this::look, LOOK_NS);
    }

    private void answer(Resolution resolution) {
        List<CompletableFuture<Resolution>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.complete(resolution));
    }

    // ---- sources

    private void next() {
        if (link == null) {
            endIfLed();
        }
        if (over || link != null) {
            return;
        }
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        Optional<RelaySource> source = pulls.around().sources().of(key).stream()
                .filter(each -> !tried.contains(each)).findFirst();
        if (source.isEmpty()) {
            pause();
            return;
        }
        tried.add(source.get());
        link = new RelayLink(key, source.get(), loop.net(), pulls, this);
        link.open(marked ? Optional.ofNullable(stream) : Optional.empty());
    }

    private void pause() {
        LiveStream fed = stream;
        boolean gone = fed == null
                ? rounds > 0 || pulls.around().sources().of(key).isEmpty()
                : fed.lastReport().state() == State.ENDED;
        if (gone && holds == 0) {
            stop(lastFailure, false);
            return;
        }
        Input here = input;
        if (here != null && rounds > 0) {
            // Those behind us look for another parent; ours wait.
            input = null;
            live = false;
            here.close("all sources are lost");
        }
        long longest = pulls.options().retryMax().toNanos();
        long pauseNs = Math.min(longest, pulls.options().retryMin().toNanos() << Math.min(rounds,
                16));
        rounds++;
        tried.clear();
        retry = loop.schedule(() -> {
            retry = null;
            next();
        }, pauseNs / 2 + random.nextLong(pauseNs));
    }

    @Override
    public void lost(RelayLink from, String reason) {
        if (link != from || over) {
            return;
        }
        link = null;
        from.close(reason);
        lastFailure = reason;
        pulls.lost.increment();
        LOG.log(System.Logger.Level.INFO, () -> "relay lost stream=" + key + " source="
                + from.source().node() + " reason=" + reason);
        pulls.around().events().lost(key, from.source(), reason);
        next();
    }

    // ---- signals

    @Override
    public void opened(RelayLink from, long token, boolean gap) {
        if (link != from || over) {
            return;
        }
        pulls.opened.increment();
        Input here = input;
        if (here != null && marked == from.source().marked()) {
            if (marked) {
                here.reopened(token, gap);
            }
            began(from, here, token, gap);
            return;
        }
        if (here != null) {
            here.close("another kind of source");
            input = null;
        }
        marked = from.source().marked();
        from.pause();
        CompletionStage<Placement> placed = marked
                ? CompletableFuture.completedStage(new Standby())
                : pulls.around().placement().place(key, Peer.of(from.source().node(), false));
        placed.thenCompose(where -> pulls.around().streams().publish(key, this, loop, where))
                .whenComplete((outcome, failure) -> loop.run(() -> {
                    if (outcome instanceof PublishOutcome.Accepted(Input accepted, _)) {
                        accepted(from, accepted, token);
                    } else {
                        stop("not let in: " + (failure == null ? outcome : failure), false);
                    }
                }));
    }

    private void accepted(RelayLink from, Input accepted, long token) {
        if (over || link != from) {
            if (over) {
                accepted.close("not needed any more");
            } else {
                input = accepted;
                stream = accepted.stream();
            }
            return;
        }
        input = accepted;
        stream = accepted.stream();
        if (marked) {
            accepted.reopened(token, false);
        }
        began(from, accepted, token, false);
        from.resume();
    }

    private void began(RelayLink from, Input into, long token, boolean gap) {
        if (gap) {
            pulls.gaps.increment();
        }
        LOG.log(System.Logger.Level.INFO, () -> "relay flows stream=" + key + " source="
                + from.source().node() + " token=" + token + (gap ? " gap=true" : ""));
        from.flowInto(into);
        pulls.around().events().opened(key, from.source(), token, gap);
    }

    @Override
    public void isLive(RelayLink from) {
        Input here = input;
        if (link != from || here == null) {
            return;
        }
        rounds = 0;
        tried.clear();
        tried.add(from.source());
        LiveStream into = here.stream();
        // Behind all that has been pushed.
        into.owner().run(() -> loop.run(() -> {
            live = true;
            answer(new Here(into));
        }));
    }

    @Override
    public void heard(long nowNs) {
        heardNs = nowNs;
    }

    /// Whether its source has said anything lately: those behind us must not take us for alive
    /// when we only wait ourselves.
    boolean isFed(long nowNs) {
        return nowNs - heardNs < FED_NS;
    }

    @Override
    public void tokenSeen(long token) {
        pulls.around().events().tokenSeen(key, token);
    }

    @Override
    public void ended(RelayLink from) {
        if (link == from) {
            stop("the stream is over", false);
        }
    }

    // ---- the end

    /// @param drop the stream with it: nobody is there
    private void stop(String reason, boolean drop) {
        if (over) {
            return;
        }
        over = true;
        pulls.over(key, this);
        if (link != null) {
            link.close(reason);
            link = null;
        }
        if (retry != null) {
            retry.cancel();
        }
        Input here = input;
        input = null;
        if (here != null && drop) {
            here.stream().kick(reason);
        } else if (here != null) {
            here.close(reason);
        }
        // It may have got a publisher of its own meanwhile.
        answer(pulls.around().streams().find(key)
                .filter(it -> RelayPulls.isLed(it) || it.lastReport().state() == State.LIVE)
                .<Resolution>map(Here::new).orElseGet(() -> new Absent("stream " + key
                        + " could not be fetched: " + reason)));
        LOG.log(System.Logger.Level.INFO, () -> "relay over stream=" + key + " reason=" + reason);
        pulls.around().events().stopped(key, reason);
    }

    @Override
    public String label() {
        RelayLink now = link;
        return RELAY + (now == null ? "-" : now.source().node());
    }

    @Override
    public boolean carriesMarks() {
        return marked;
    }

    @Override
    public void onDismissed(String reason) {
        loop.run(() -> stop(reason, false));
    }
}
