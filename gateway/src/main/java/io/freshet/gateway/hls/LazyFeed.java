package io.freshet.gateway.hls;

import io.freshet.live.Subscriber;
import io.freshet.live.packaging.Packager;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import java.util.ArrayList;
import java.util.List;

/// Feeds a packager: at once while somebody asks for what it makes, else a segment at a time.
///
/// What a packager makes is a function of the signals alone, so when it gets them changes nothing.
/// Most streams are watched by nobody most of the time, and a packager that is called for each read
/// of each publisher finds nothing of it in the caches.
///
/// Threading: confined to the stream's owner loop.
final class LazyFeed implements Subscriber {

    /// More than a segment has; in a long one it is packaged in between.
    static final int KEPT_MAX = 512;

    private final Packager packager;
    private final ArrayList<Signal> kept = new ArrayList<>();
    private boolean atOnce;
    /// Its packager has those signals already.
    private boolean skipping;

    /// @param atOnce somebody asks already
    LazyFeed(Packager packager, boolean atOnce) {
        this.packager = packager;
        this.atOnce = atOnce;
    }

    Packager packager() {
        return packager;
    }

    /// Passes over what comes until it is told otherwise: the GOP that one who joins is given.
    void skip(boolean now) {
        skipping = now;
    }

    /// From now on each signal is packaged when it comes, those that came before included; or not
    /// any more.
    void atOnce(boolean now) {
        atOnce = now;
        if (now) {
            catchUp();
        }
    }

    /// As long as the window is.
    @Override
    public boolean holdsFrames() {
        return true;
    }

    @Override
    public void onSignals(List<Signal> batch) {
        if (skipping) {
            return;
        }
        if (atOnce) {
            packager.onSignals(batch);
            return;
        }
        kept.addAll(batch);
        boolean segmentEnds = false;
        for (Signal signal : batch) {
            segmentEnds |= signal instanceof Mark.Cut || signal instanceof Mark.EndOfStream;
        }
        if (segmentEnds || kept.size() >= KEPT_MAX) {
            catchUp();
        }
    }

    @Override
    public void onEnd() {
        catchUp();
        packager.onEnd();
    }

    private void catchUp() {
        if (!kept.isEmpty()) {
            packager.onSignals(kept);
            kept.clear();
        }
    }
}
