package io.freshet.live;

import io.freshet.live.AppOptions.GopBounds;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a joining viewer needs at once: the tracks, and all since the last key frame.
///
/// A stream without video keeps the last [#AUDIO_MS] of sound. A GOP that passes the bounds is
/// dropped whole: half a GOP helps nobody, so who joins waits for the next key frame.
///
/// Threading: confined to one loop.
final class GopCache {

    /// Enough for a player to start, little enough not to delay it.
    static final long AUDIO_MS = 1000;

    private GopBounds bounds;
    private final ArrayList<Signal> signals = new ArrayList<>();
    private Tracks tracks = Tracks.NONE;
    private int referenceId;
    private int frames;
    private long bytes;
    private long startMs;
    private boolean overflowed;

    GopCache(GopBounds bounds) {
        this.bounds = bounds;
    }

    /// Other bounds, from the next frame on.
    void bounds(GopBounds next) {
        bounds = next;
    }

    void add(Signal signal) {
        switch (signal) {
            case Tracks next -> {
                tracks = next;
                referenceId = next.first(Kind.VIDEO).map(track -> track.id()).orElse(0);
                clear();
                // Without video any frame is a good start; with it, only a key frame.
                overflowed = referenceId != 0;
            }
            case Mark mark -> {
                if (!overflowed || frames == 0) {
                    signals.add(mark);
                }
            }
            case Frame frame -> add(frame);
        }
    }

    private void add(Frame frame) {
        long ms = frame.dtsOn(1000);
        if (referenceId == 0) {
            addSound(frame, ms);
            return;
        }
        if (frame.track().id() == referenceId && frame.isKey()) {
            keepTrailingMarks();
            startMs = ms;
        } else if (overflowed) {
            signals.clear();
            return;
        }
        append(frame);
        if (frames > bounds.framesMax() || bytes > bounds.bytesMax()
                || ms - startMs > bounds.durationMax().toMillis()) {
            clear();
            overflowed = true;
        }
    }

    private void addSound(Frame frame, long ms) {
        append(frame);
        int stale = 0;
        while (stale < signals.size()
                && !(signals.get(stale) instanceof Frame old && old.dtsOn(1000) >= ms - AUDIO_MS)) {
            stale++;
        }
        // Moving the list down once per tenth of a second is cheaper than once per frame.
        if (stale * 10 > signals.size()) {
            for (Signal signal : signals.subList(0, stale)) {
                if (signal instanceof Frame old) {
                    frames--;
                    bytes -= old.payload().length();
                }
            }
            signals.subList(0, stale).clear();
        }
    }

    private void append(Frame frame) {
        signals.add(frame);
        frames++;
        bytes += frame.payload().length();
    }

    private void keepTrailingMarks() {
        int from = signals.size();
        while (from > 0 && signals.get(from - 1) instanceof Mark) {
            from--;
        }
        List<Signal> marks = List.copyOf(signals.subList(from, signals.size()));
        clear();
        signals.addAll(marks);
    }

    private void clear() {
        signals.clear();
        frames = 0;
        bytes = 0;
        overflowed = false;
    }

    /// The tracks, then the GOP without frames that a joining decoder cannot show.
    List<Signal> snapshot() {
        if (tracks.all().isEmpty()) {
            return List.of();
        }
        List<Signal> copy = new ArrayList<>(signals.size() + 1);
        copy.add(tracks);
        for (Signal signal : signals) {
            if (!(signal instanceof Frame frame && frame.has(Frame.LEADING))) {
                copy.add(signal);
            }
        }
        return copy;
    }

    /// What of `again`, another cache's snapshot of the same stream, has not been added here yet.
    List<Signal> newIn(List<Signal> again) {
        Map<Integer, Long> lastDts = new HashMap<>();
        for (Signal signal : signals) {
            if (signal instanceof Frame frame) {
                lastDts.put(frame.track().id(), frame.dts());
            }
        }
        List<Signal> news = new ArrayList<>();
        for (Signal signal : again) {
            boolean known = switch (signal) {
                case Tracks other -> other.equals(tracks);
                case Mark mark -> signals.contains(mark);
                case Frame frame ->
                        frame.dts() <= lastDts.getOrDefault(frame.track().id(), Long.MIN_VALUE);
            };
            if (!known) {
                news.add(signal);
            }
        }
        return news;
    }
}
