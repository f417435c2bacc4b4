package io.freshet.live.relay;

import io.freshet.media.Frame;
import io.freshet.media.Signal;
import java.util.List;

/// The output time from which viewers count, ms: not after any frame of the stream.
///
/// It is when the stream came into being; but what another node leads began before it came here,
/// and that node's clock may be another: then it is a moment before the first frame.
///
/// Threading: `sent` on the stream's owner loop, `ms` from anywhere.
public final class Origin {

    /// A publisher that takes longer to send its first frame gets another origin.
    private static final long SILENCE_MS_MAX = 60_000;
    /// Frames of another track may be that much older than the first one.
    private static final long TRACKS_APART_MS = 1_000;

    private boolean flowed;
    private volatile long ms;

    /// @param openedWallMs when the stream came into being
    public Origin(long openedWallMs) {
        this.ms = openedWallMs;
    }

    /// That has gone to viewers.
    public void sent(List<Signal> batch) {
        for (int i = 0; i < batch.size() && !flowed; i++) {
            if (batch.get(i) instanceof Frame first) {
                flowed = true;
                long firstMs = first.dtsOn(1_000);
                if (firstMs < ms || firstMs - ms > SILENCE_MS_MAX) {
                    ms = firstMs - TRACKS_APART_MS;
                }
            }
        }
    }

    /// The origin as it is now.
    public long ms() {
        return ms;
    }
}
