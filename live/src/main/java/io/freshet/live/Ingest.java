package io.freshet.live;

import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.List;

/// What the publisher on air sends becomes the stream's: placed in time, with the leader's marks.
///
/// Threading: confined to the stream's owner loop.
final class Ingest {

    private final Clock clock;
    private final Leader leader;
    private final Timeline timeline = new Timeline();
    private final Meter meter;
    private Tracks tracks = Tracks.NONE;
    private boolean awaitsKey;

    Ingest(Clock clock, Leader leader, Meter meter) {
        this.clock = clock;
        this.leader = leader;
        this.meter = meter;
    }

    /// What the stream carries.
    Tracks tracks() {
        return tracks;
    }

    Repairs repairs() {
        return timeline.repairs();
    }

    /// Another publisher is on air; nothing is shown before its first key frame.
    void begin() {
        timeline.restart();
        awaitsKey = true;
    }

    /// Another publisher is on air that sends the same: it goes on behind what was sent.
    ///
    /// @param offsetMs between its time and output time
    void goOn(long offsetMs, List<Frame> sent) {
        timeline.resume(offsetMs, sent, clock.monotonicNs());
        awaitsKey = false;
    }

    /// Something of it was lost: pictures until the next key frame would be broken.
    void missed() {
        awaitsKey = true;
    }

    /// What goes out for one read of `input`.
    List<Signal> take(Input input, List<Signal> batch, long nowNs) {
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
        return out;
    }

    /// The same tracks in the same configuration stay the same objects, so that nobody restarts.
    void adopt(Tracks next, List<Signal> out) {
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

    /// What another node's leader has sent: what comes of a publisher here goes on behind it.
    void follow(Signal signal) {
        leader.follow(signal);
        if (signal instanceof Tracks next) {
            tracks = next;
            meter.reset();
        } else if (signal instanceof Frame frame) {
            timeline.follow(frame);
        }
    }

    /// This node leads with that token.
    void lead(long token) {
        leader.lead(token);
    }

    /// The mark that says that the stream is over.
    List<Signal> end() {
        List<Signal> last = new ArrayList<>();
        leader.end(last::add);
        return last;
    }
}
