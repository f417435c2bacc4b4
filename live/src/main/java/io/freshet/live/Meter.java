package io.freshet.live;

import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import java.util.List;

/// Measures what passes: bits and pictures a second over the last seconds, length of the GOP.
///
/// Threading: confined to the stream's owner loop.
final class Meter {

    /// Long enough to be calm, short enough to follow a change.
    private static final int SECONDS = 5;

    private final long[] bytes = new long[SECONDS + 1];
    private final int[] pictures = new int[SECONDS + 1];
    private int slot;
    private int filled;
    private long totalBytes;
    private long totalFrames;
    private long lastKeyMs;
    private long gopMs;
    private int referenceId;

    void add(List<Signal> batch) {
        for (Signal signal : batch) {
            if (signal instanceof Frame frame) {
                add(frame);
            }
        }
    }

    private void add(Frame frame) {
        bytes[slot] += frame.payload().length();
        totalBytes += frame.payload().length();
        totalFrames++;
        if (frame.kind() != Kind.VIDEO) {
            return;
        }
        if (referenceId == 0) {
            referenceId = frame.track().id();
        }
        if (frame.track().id() != referenceId) {
            return;
        }
        pictures[slot]++;
        if (frame.isKey()) {
            long ms = frame.dtsOn(1000);
            gopMs = lastKeyMs == 0 ? 0 : ms - lastKeyMs;
            lastKeyMs = ms;
        }
    }

    /// One second is over.
    void tick() {
        slot = (slot + 1) % bytes.length;
        bytes[slot] = 0;
        pictures[slot] = 0;
        filled = Math.min(filled + 1, SECONDS);
    }

    /// The tracks are others now.
    void reset() {
        referenceId = 0;
        lastKeyMs = 0;
        gopMs = 0;
    }

    long bitrateBps() {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += i == slot ? 0 : bytes[i];
        }
        return filled == 0 ? 0 : sum * 8 / filled;
    }

    double framesPerSecond() {
        int sum = 0;
        for (int i = 0; i < pictures.length; i++) {
            sum += i == slot ? 0 : pictures[i];
        }
        return filled == 0 ? 0 : (double) sum / filled;
    }

    long gopMs() {
        return gopMs;
    }

    long totalBytes() {
        return totalBytes;
    }

    long totalFrames() {
        return totalFrames;
    }
}
