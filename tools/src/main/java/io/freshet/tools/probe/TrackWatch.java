package io.freshet.tools.probe;

import io.freshet.media.Codec;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.tools.figures.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One track, as its frames show it.
///
/// Threading: confined to its owner.
final class TrackWatch {

    /// Twice the longest frame of any sound, and a picture every half second.
    private static final long JUMP_MS = 500;
    /// Segments cannot be shorter than this, and joining takes as long.
    private static final double GOP_MAX_S = 10;

    private Track track;
    private long frames;
    private long bytes;
    private long firstMs;
    private long lastMs;
    private long jumps;
    private long backwardSteps;
    private long lastKeyMs = -1;
    private long keys;
    private long longestGopMs;
    private long configurations = 1;
    private boolean reorders;

    TrackWatch(Track track) {
        this.track = track;
    }

    void accept(Frame frame) {
        if (!frame.track().equals(track)) {
            track = frame.track();
            configurations++;
        }
        long ms = frame.dtsOn(1_000);
        reorders |= frame.pts() != frame.dts();
        if (frames == 0) {
            firstMs = ms;
        } else if (ms < lastMs) {
            backwardSteps++;
        } else if (ms - lastMs > JUMP_MS && track.kind() != Kind.DATA) {
            jumps++;
        }
        if (frame.isKey() && track.kind() == Kind.VIDEO) {
            if (lastKeyMs >= 0) {
                longestGopMs = Math.max(longestGopMs, ms - lastKeyMs);
            }
            lastKeyMs = ms;
            keys++;
        }
        lastMs = ms;
        frames++;
        bytes += frame.payload().length();
    }

    Kind kind() {
        return track.kind();
    }

    long lastMs() {
        return lastMs;
    }

    /// How much media time came, ms.
    long spanMs() {
        return lastMs - firstMs;
    }

    String name() {
        return track.kind().name().toLowerCase(Locale.ROOT)
                + (track.id() <= 2 ? "" : " " + track.id());
    }

    List<Figure> figures() {
        List<Figure> all = new ArrayList<>();
        Codec codec = track.codec();
        all.add(Figure.of("codec", codec.label()));
        all.add(Figure.of("codec_string", track.codecString()));
        switch (track.traits()) {
            case Traits.Picture picture -> {
                all.add(Figure.of("size", picture.width() + "x" + picture.height()));
                all.add(Figure.of("announced_frames_per_s",
                        picture.framesPerKilosecond() / 1e3));
            }
            case Traits.Sound sound -> {
                all.add(Figure.of("sample_rate_hz", sound.sampleRateHz()));
                all.add(Figure.of("channels", sound.channels()));
            }
            case Traits.None _ -> { }
        }
        double seconds = Math.max(1, spanMs()) / 1e3;
        all.add(Figure.of("frames", frames));
        all.add(Figure.of("frames_per_s", (frames - 1) / seconds));
        all.add(Figure.of("kilobit_per_s", bytes * 8 / 1e3 / seconds));
        if (kind() == Kind.VIDEO) {
            all.add(Figure.of("key_frames", keys));
            all.add(Figure.of("longest_gop_s", longestGopMs / 1e3));
            all.add(Figure.of("reorders_frames", reorders ? "yes" : "no"));
        }
        all.add(Figure.of("timestamp_jumps", jumps));
        all.add(Figure.of("timestamp_backward_steps", backwardSteps));
        all.add(Figure.of("configurations", configurations));
        return all;
    }

    /// What is wrong.
    List<String> findings() {
        List<String> found = new ArrayList<>();
        if (jumps > 0) {
            found.add(name() + ": timestamps jump by more than " + JUMP_MS + " ms, "
                    + jumps + " times");
        }
        if (backwardSteps > 0 && kind() != Kind.DATA) {
            found.add(name() + ": timestamps step back, " + backwardSteps + " times");
        }
        if (kind() == Kind.VIDEO && keys == 0) {
            found.add(name() + ": no key frame came");
        }
        if (longestGopMs / 1e3 > GOP_MAX_S) {
            found.add(name() + ": " + longestGopMs / 1e3 + " s from key frame to key frame, above "
                    + GOP_MAX_S);
        }
        return found;
    }
}
