package io.freshet.server.probe;

import io.freshet.live.Subscriber;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Remembers when the frames of a stream came in, for as long as it is watched.
///
/// The picture's, or the sound's if there is none. What was there before it began is left out: it
/// came earlier than it is heard here.
///
/// Threading: hears on the stream's owner loop; asked from anywhere, guarded by itself.
final class Arrivals implements Subscriber {

    /// A minute of 60 frames a second is more than a turn takes.
    private static final int FRAMES_MAX = 3_600;

    private final Clock clock;
    private final TreeMap<Long, Long> cameNs = new TreeMap<>();
    private final Set<Long> taken = new HashSet<>();
    private Tracks tracks = Tracks.NONE;
    private boolean begun;

    Arrivals(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void onSignals(List<Signal> batch) {
        long nowNs = clock.monotonicNs();
        for (Signal signal : batch) {
            switch (signal) {
                case Tracks next -> tracks = next;
                case Frame frame when begun && isReference(frame) -> add(frame, nowNs);
                default -> { }
            }
        }
        begun = true;
    }

    private boolean isReference(Frame frame) {
        return tracks.first(Kind.VIDEO).or(() -> tracks.first(Kind.AUDIO))
                .filter(track -> track.id() == frame.track().id()).isPresent();
    }

    private void add(Frame frame, long nowNs) {
        cameNs.put(frame.dtsOn(1000), nowNs);
        if (cameNs.size() > FRAMES_MAX) {
            taken.remove(cameNs.pollFirstEntry().getKey());
        }
    }

    /// Whether it is the picture's frames that are remembered.
    synchronized boolean ofPicture() {
        return tracks.first(Kind.VIDEO).isPresent();
    }

    /// When the frame of that output time came, which is rounded; once for each.
    synchronized OptionalLong take(long dtsMs) {
        Map.Entry<Long, Long> found = cameNs.floorEntry(dtsMs + 1);
        if (found == null || found.getKey() < dtsMs - 1 || !taken.add(found.getKey())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(found.getValue());
    }

    /// When the first frame came that is not before the one output time and before the other;
    /// nothing if it may have come before this one began to listen.
    synchronized OptionalLong first(long fromMs, long endMs) {
        Map.Entry<Long, Long> found = cameNs.ceilingEntry(fromMs - 1);
        boolean whole = found != null && found.getKey() < endMs
                && cameNs.firstKey() < found.getKey();
        return whole ? OptionalLong.of(found.getValue()) : OptionalLong.empty();
    }

    @Override
    public void onEnd() {
        // Whoever watches hears of it, too.
    }
}
