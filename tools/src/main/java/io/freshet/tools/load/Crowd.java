package io.freshet.tools.load;

import io.freshet.tools.wire.LoadLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The viewers of one plan that live on one loop.
///
/// Threading: confined to the loop, but for the construction.
final class Crowd {

    private static final long SECOND_NS = 1_000_000_000L;

    private final LoadLoop loop;
    private final CrowdPlan plan;
    private final Tallies tallies;
    private final Ledger video = new Ledger();
    private final Ledger audio = new Ledger();
    private final WallClock clock = new WallClock();
    private final HlsCache playlists = new HlsCache();
    private final List<Seat> seats = new ArrayList<>();
    private final Random random;
    private int playing;
    private boolean over;

    /// @param tallies where its viewers are counted, perhaps with those of other crowds
    /// @param seed    decides how long each viewer stays
    Crowd(LoadLoop loop, CrowdPlan plan, Tallies tallies, long seed) {
        this.tallies = tallies;
        this.loop = loop;
        this.plan = plan;
        this.random = new Random(seed);
    }

    /// Seats come in turn to the loops: this one has those that leave `index` divided by `loops`.
    void start(int index, int loops, long atNs) {
        for (int i = index; i < plan.viewers(); i += loops) {
            Seat seat = seat(i);
            seats.add(seat);
            loop.schedule(seat::open, atNs + (long) (i / plan.perSecond() * SECOND_NS));
        }
        beat();
    }

    private Seat seat(int number) {
        Tally tally = plan.isSlow(number) ? tallies.slow() : tallies.healthy();
        boolean sampled = number % plan.sampleEvery() == 0;
        return switch (plan.target().kind()) {
            case RTMP, HTTP_FLV, WS_FLV -> new MediaSeat(this, tally, number, sampled);
            case HLS -> new HlsSeat(this, tally);
        };
    }

    private void beat() {
        clock.set();
        if (!over) {
            loop.schedule(this::beat, System.nanoTime() + SECOND_NS);
        }
    }

    void begin() {
        seats.forEach(Seat::begin);
    }

    /// All go, and nobody comes any more.
    void leave() {
        over = true;
        seats.forEach(Seat::leave);
    }

    void finish() {
        over = true;
        long nowNs = System.nanoTime();
        seats.forEach(seat -> seat.finish(nowNs));
    }

    LoadLoop loop() {
        return loop;
    }

    CrowdPlan plan() {
        return plan;
    }

    Ledger video() {
        return video;
    }

    Ledger audio() {
        return audio;
    }

    WallClock clock() {
        return clock;
    }

    HlsCache playlists() {
        return playlists;
    }

    /// A viewer has come: it will leave, if the plan says so, and another one comes.
    void came(Seat seat, long nowNs) {
        if (plan.stay().isPositive()) {
            long stayNs = (long) (plan.stay().toNanos() * (0.5 + random.nextDouble()));
            long visit = seat.visit();
            loop.schedule(() -> {
                // One whose connection broke meanwhile has left its seat, perhaps to another.
                if (!over && seat.visit() == visit) {
                    seat.leave();
                    seat.open();
                }
            }, nowNs + stayNs);
        }
    }

    /// A viewer got its first media, or one that had has gone.
    void plays(boolean now) {
        playing += now ? 1 : -1;
    }

    /// A connection broke: its viewer comes again, if the plan says so.
    void broke(Seat seat, long nowNs) {
        if (playing == 0) {
            // The server is gone, and may come back with timestamps that begin again.
            video.turn();
            audio.turn();
        }
        if (!over && plan.reconnect().isPositive()) {
            loop.schedule(seat::open, nowNs + plan.reconnect().toNanos());
        }
    }
}
