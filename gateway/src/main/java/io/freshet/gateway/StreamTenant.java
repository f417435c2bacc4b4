package io.freshet.gateway;

import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport;
import io.freshet.live.packaging.PackagingOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A stream as one who holds memory: the window of its playlists, and what is since its key frame.
///
/// Threading: any thread.
///
/// @param report    of the stream
/// @param window    how much of it playlists keep
/// @param nowWallMs when it was looked at, Unix time, ms
/// @param kick      ends it
public record StreamTenant(StreamReport report, Duration window, long nowWallMs,
        Consumer<String> kick) implements HeapRoom.Tenant {

    /// Until its bit rate is known.
    private static final long NEW_MS = 10_000;
    /// Objects of one stream, measured: docs/performance.md, "Packaging".
    private static final long OBJECTS_BYTES = 150_000;
    /// Frames of a fast stream share arrays (`BodySpace` of RTMP), of which the first and the last
    /// are partly in use.
    private static final long ARRAYS_BYTES = 2L << 20;
    private static final long FAST_BPS = 670_000;

    /// All streams.
    ///
    /// @param packaging how an app's streams are packaged, if they are
    /// @param nowWallMs Unix time, ms
    public static List<StreamTenant> all(Collection<LiveStream> streams,
            Function<String, Optional<PackagingOptions>> packaging, long nowWallMs) {
        return streams.stream().map(stream -> new StreamTenant(stream.lastReport(),
                packaging.apply(stream.key().app()).map(PackagingOptions::window)
                        .orElse(Duration.ZERO), nowWallMs, stream::kick)).toList();
    }

    @Override
    public long needBytes() {
        long bps = report.bitrateBps();
        long heldMs = window.toMillis() + 2 * report.gopMs();
        long held = report.state() == StreamReport.State.LIVE ? bps / 8 * heldMs / 1_000
                : waitingBytes();
        return held + OBJECTS_BYTES + (bps > FAST_BPS ? ARRAYS_BYTES : 0);
    }

    /// Its rate is 0 now, and what it had is held: as much as it has had on average.
    private long waitingBytes() {
        long livedMs = Math.max(1, nowWallMs - report.openedWallMs());
        return (long) ((double) report.bytesIn() * Math.min(1.0,
                (double) window.toMillis() / livedMs));
    }

    @Override
    public boolean isNew() {
        return nowWallMs - report.openedWallMs() < NEW_MS;
    }

    @Override
    public long sinceMs() {
        return report.openedWallMs();
    }

    @Override
    public void end(String reason) {
        kick.accept(reason);
    }
}
