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

    /// The last whole seconds.
    private final long[] bytes = new long[SECONDS];
    private final int[] pictures = new int[SECONDS];
    private int slot;
    private int filled;
    /// Of the second that is not over; apart, so that a frame touches no array.
    private long newBytes;
    private int newPictures;
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
        int length = frame.payload().length();
        newBytes += length;
        totalBytes += length;
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
        newPictures++;
        if (frame.isKey()) {
            long ms = frame.dtsOn(1000);
            gopMs = lastKeyMs == 0 ? 0 : ms - lastKeyMs;
            lastKeyMs = ms;
        }
    }

    /// One second is over.
    void tick() {
        bytes[slot] = newBytes;
        pictures[slot] = newPictures;
        newBytes = 0;
        newPictures = 0;
        slot = (slot + 1) % SECONDS;
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
        for (long second : bytes) {
            sum += second;
        }
        return filled == 0 ? 0 : sum * 8 / filled;
    }

    double framesPerSecond() {
        int sum = 0;
        for (int second : pictures) {
            sum += second;
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
