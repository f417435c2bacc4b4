package io.freshet.control.series;

import io.freshet.live.StreamReport;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A stream's last ten minutes: 48 bytes a sample, and room only for those there are.
///
/// Threading: shared, guarded by `lock`.
final class StreamSeries {

    static final int SAMPLES_MAX = 300;
    /// Seconds between two samples.
    static final int STEP_S = 2;
    private static final int FIRST = 16;
    private static final int WIDTH = 12;
    private static final List<String> WORDS = List.of("none", "note", "warning", "bad");
    private static final List<StreamReport.State> STATES = List.of(StreamReport.State.values());

    private final ReentrantLock lock = new ReentrantLock();
    /// Twelve numbers a sample, in the order of `put`.
    private int[] ring = new int[FIRST * WIDTH];
    private int count;
    private int next;

    /// Keeps it; the oldest goes if there are too many.
    void add(StreamSample sample) {
        lock.lock();
        try {
            int room = ring.length / WIDTH;
            if (count == room && room < SAMPLES_MAX) {
                ring = Arrays.copyOf(ring, Math.min(2 * room, SAMPLES_MAX) * WIDTH);
                next = count;
            }
            put(sample, next * WIDTH);
            next = (next + 1) % (ring.length / WIDTH);
            count = Math.min(count + 1, ring.length / WIDTH);
        } finally {
            lock.unlock();
        }
    }

    private void put(StreamSample sample, int at) {
        ring[at] = (int) (sample.atMs() / 1000);
        ring[at + 1] = STATES.indexOf(sample.state()) << 8 | word(sample.findings());
        ring[at + 2] = bounded(sample.viewers());
        ring[at + 3] = bounded(sample.bitrateBps() / 1000);
        ring[at + 4] = bounded(Math.round(sample.fps() * 100));
        ring[at + 5] = bounded(sample.gopMs());
        ring[at + 6] = bounded(sample.bitsOut() / 1000);
        StreamSample.Delays delays = sample.delays();
        ring[at + 7] = known(sample.latencyMs());
        ring[at + 8] = known(delays.connectionMs());
        ring[at + 9] = known(delays.playlistMs());
        ring[at + 10] = known(delays.probed().connectionMs());
        ring[at + 11] = known(delays.probed().playlistMs());
    }

    private static int known(long ms) {
        return Math.clamp(ms, -1, Integer.MAX_VALUE);
    }

    private static int bounded(long value) {
        return Math.clamp(value, 0, Integer.MAX_VALUE);
    }

    private static int word(String findings) {
        return Math.max(0, WORDS.indexOf(findings));
    }

    /// All samples, the oldest first.
    List<StreamSample> all(StreamKey key) {
        List<StreamSample> all = new ArrayList<>();
        lock.lock();
        try {
            int room = ring.length / WIDTH;
            for (int i = 0; i < count; i++) {
                all.add(sample(key, Math.floorMod(next - count + i, room) * WIDTH));
            }
        } finally {
            lock.unlock();
        }
        return all;
    }

    private StreamSample sample(StreamKey key, int at) {
        StreamReport.State state = STATES.get(ring[at + 1] >> 8);
        return new StreamSample(key, ring[at] * 1000L, state, ring[at + 2],
                ring[at + 3] * 1000L, ring[at + 4] / 100.0, ring[at + 5],
                ring[at + 6] * 1000L, ring[at + 7],
                new StreamSample.Delays(ring[at + 8], ring[at + 9],
                        new StreamSample.ProbedDelays(ring[at + 10], ring[at + 11])),
                WORDS.get(ring[at + 1] & 0xFF));
    }
}
