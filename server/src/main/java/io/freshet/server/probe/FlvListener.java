package io.freshet.server.probe;

import io.freshet.format.flv.FlvReader;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.media.MediaException;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.client.HttpAnswer;
import java.nio.ByteBuffer;

/// Watches by HTTP-FLV, and looks when each frame comes.
///
/// Threading: confined to the loop that it asked on.
final class FlvListener implements HttpAnswer {

    private static final long WRAP_MS = 1L << 32;

    private final long originMs;
    private final Arrivals arrivals;
    private final Figures figures;
    private final Clock clock;
    private final FlvReader reader = new FlvReader();
    private boolean broken;

    /// @param originMs what the timestamps count from, Unix ms
    FlvListener(long originMs, Arrivals arrivals, Figures figures, Clock clock) {
        this.originMs = originMs;
        this.arrivals = arrivals;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public void onHead(int status, HttpHeaders headers) {
        broken = status != 200;
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        if (broken) {
            return;
        }
        try {
            reader.read(bytes, this::tag);
        } catch (MediaException bad) {
            broken = true;
        }
    }

    private void tag(int type, long timestampMs, Bytes body) {
        if (type == (arrivals.ofPicture() ? FlvTag.VIDEO : FlvTag.AUDIO)) {
            long nowNs = clock.monotonicNs();
            arrivals.take(outputMs(timestampMs)).ifPresent(came -> figures.add(nowNs - came));
        }
    }

    /// The time of that tag, which is nearest to now.
    private long outputMs(long timestampMs) {
        long ms = originMs + timestampMs;
        return ms + Math.floorDiv(clock.wallMs() - ms + WRAP_MS / 2, WRAP_MS) * WRAP_MS;
    }

    @Override
    public void onEnd() {
        broken = true;
    }

    @Override
    public void onFailed(String reason) {
        broken = true;
    }
}
