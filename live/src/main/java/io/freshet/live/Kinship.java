package io.freshet.live;

import io.freshet.live.StreamReport.State;
import io.freshet.live.relay.BacklogBounds;
import io.freshet.live.relay.Freeze;
import io.freshet.live.relay.Replay;
import io.freshet.live.relay.Standing;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a stream has to do with other nodes: whether it leads or follows, and what it keeps for
/// those who follow it.
///
/// | state    | on air         | publishers of this node             |
/// |----------|----------------|-------------------------------------|
/// | leads    | one of them    | the others stand by                 |
/// | follows  | a relay        | all are held back until [#lead]     |
///
/// The leader hears what is followed, so that it can go on from any frame.
///
/// Threading: confined to the stream's owner loop, but for [#standing].
final class Kinship {

    /// For so long one that is to lead may wait for its own publisher to catch up.
    static final long PROMOTE_NS = 500_000_000;
    /// About half a picture.
    private static final long LOOK_NS = 15_000_000;

    private final LiveStream stream;
    private final Ingest ingest;
    private final Inputs inputs;
    private final Following following = new Following();
    private Freeze freeze = new Freeze();
    private final @Nullable Backlog backlog;
    private boolean leads = true;
    private volatile Standing standing = Standing.NEW;

    /// @param bounds nothing is kept without them
    Kinship(LiveStream stream, Ingest ingest, Inputs inputs, Optional<BacklogBounds> bounds) {
        this.stream = stream;
        this.ingest = ingest;
        this.inputs = inputs;
        this.backlog = bounds.map(Backlog::new).orElse(null);
    }

    boolean leads() {
        return leads;
    }

    /// From any thread.
    Standing standing() {
        return standing;
    }

    /// A relay, or a publisher that is held back.
    PublishOutcome join(Publisher publisher, long nowNs) {
        boolean relay = publisher.carriesMarks();
        if (relay && relay().isPresent()) {
            return new PublishOutcome.AlreadyPublishing("stream is fetched already");
        }
        boolean led = leads && inputs.onAir().isPresent();
        if (relay && led) {
            return new PublishOutcome.AlreadyPublishing("stream is led by this node");
        }
        if (!led) {
            become(false);
        }
        return new PublishOutcome.Accepted(stream.admit(publisher, relay, nowNs), relay);
    }

    private Optional<Input> relay() {
        return inputs.all().stream().filter(it -> it.publisher().carriesMarks()).findFirst();
    }

    /// This node leads as soon as its publisher has come as far as what was followed: then all goes
    /// on with the very next frame. The other way may be shorter by some milliseconds.
    ///
    /// @param untilNs then it leads anyway
    void promote(long token, Clock clock, long untilNs) {
        Input next = inputs.bestStandby().orElse(null);
        if (stream.lastReport().state() == State.ENDED) {
            return;
        }
        if (clock.monotonicNs() < untilNs && !leads && next != null && backlog != null
                && next.tracks.equals(ingest.tracks())
                && Alignment.isBehind(next.tracks, backlog.frames(), next.held())) {
            stream.owner().schedule(() -> promote(token, clock, untilNs), LOOK_NS);
        } else {
            lead(token, clock.monotonicNs());
        }
    }

    /// This node leads from now on.
    ///
    /// @return whether it does: not if another one has taken the lead since it was to
    boolean lead(long token, long nowNs) {
        if (token < following.highestToken()) {
            // What came first may say that it leads with a higher one.
            return leads;
        }
        following.heard(token);
        ingest.lead(token);
        become(true);
        relay().ifPresent(relay -> stream.dismiss(relay, "this node leads the stream now"));
        if (inputs.onAir().isEmpty()) {
            inputs.bestStandby().ifPresent(next -> stream.goOnAir(next, nowNs));
        }
        return true;
    }

    /// Another node leads.
    void obey(long token) {
        following.heard(token);
        boolean led = leads;
        become(false);
        if (led && inputs.onAir().isPresent()) {
            inputs.takeOffAir();
            stream.becomeWaiting("another node leads the stream");
        }
    }

    private void become(boolean leading) {
        if (leading) {
            freeze = new Freeze();
        }
        leads = leading;
        standing = new Standing(leads, following.highestToken(), standing.lastCut());
    }

    /// The relay was opened, or opened again.
    void reopened(long token, boolean gap) {
        following.reopened(token, gap);
        become(leads);
    }

    /// Something that the relay brought was lost.
    void missed() {
        following.missed();
    }

    /// Whether the publisher of the node that leads has frozen while this one goes on, of which
    /// something has just come.
    boolean isLeftBehindBy(Input heldBack, long nowNs) {
        return !leads && heldBack.lastFrameNs == nowNs && freeze.heldBack(nowNs);
    }

    /// Whether what is held back may be placed by its content later.
    boolean compares() {
        return backlog != null;
    }

    /// What of `batch` is new goes out.
    void follow(List<Signal> batch, long nowNs) {
        freeze.relayed(batch, nowNs);
        List<Signal> out = new ArrayList<>(batch.size());
        Consumer<Signal> pass = signal -> {
            ingest.follow(signal);
            out.add(signal);
        };
        for (Signal signal : batch) {
            if (signal instanceof Mark.EndOfStream && inputs.bestStandby().isPresent()) {
                // Over for its leader alone: this node has a publisher, and is about to lead.
                break;
            }
            following.accept(signal, pass);
        }
        stream.send(out);
        if (!out.isEmpty() && out.getLast() instanceof Mark.EndOfStream) {
            stream.end();
        }
    }

    /// That has gone to the branches.
    void sent(List<Signal> batch) {
        for (Signal signal : batch) {
            if (backlog != null) {
                backlog.add(signal);
            }
            if (leads) {
                following.sent(signal);
            }
            if (signal instanceof Mark.Cut cut) {
                standing = new Standing(leads, following.highestToken(), Optional.of(cut));
            }
        }
    }

    /// Where `input` lies if it sends what went out here, too; then all goes on from there.
    Optional<Alignment> align(Input input) {
        List<Frame> held = input.takeHeld();
        if (backlog == null || held.isEmpty() || !input.tracks.equals(ingest.tracks())) {
            return Optional.empty();
        }
        List<Frame> sent = backlog.frames();
        Optional<Alignment> found = Alignment.of(ingest.tracks(), sent, held);
        found.ifPresent(it -> ingest.goOn(it.offsetMs(), sent));
        return found;
    }

    /// What one needs who begins to follow.
    Replay replay(OptionalLong afterSegment, Supplier<List<Signal>> gop) {
        List<Signal> kept = backlog == null ? List.of()
                : afterSegment.isPresent() ? backlog.after(afterSegment.getAsLong())
                : backlog.window();
        boolean gap = kept.isEmpty();
        if (gap && backlog != null && afterSegment.isPresent()) {
            kept = backlog.window();
        }
        return new Replay(kept.isEmpty() ? gop.get() : kept, gap && afterSegment.isPresent(),
                standing.lastCut().map(Mark.Cut::token).orElse(standing.token()));
    }
}
