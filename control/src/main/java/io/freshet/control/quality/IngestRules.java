package io.freshet.control.quality;

import static io.freshet.control.quality.Severity.BAD;
import static io.freshet.control.quality.Severity.NOTE;
import static io.freshet.control.quality.Severity.WARNING;

import io.freshet.control.quality.IngestFigures.Audio;
import io.freshet.control.quality.IngestFigures.Mended;
import io.freshet.control.quality.IngestFigures.Video;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Says in plain words what is wrong with what a publisher sends.
///
/// Threading: stateless.
final class IngestRules {

    /// All codes there are: metrics and translations know them beforehand.
    static final List<String> CODES = List.of("video-stopped", "audio-stopped", "no-key-frame",
            "gop-long", "fps-low", "bitrate-unstable", "av-skew", "gaps", "repairs", "silent",
            "standby-lost", "b-frames", "open-gop", "codec-rare", "no-audio", "no-video");

    /// Before that a stream has no figures that mean something.
    private static final long SETTLED_MS = 8_000;
    private static final long STOPPED_MS = 3_000;
    private static final long NO_KEY_MS = 15_000;
    private static final long GOP_LONG_MS = 4_500;
    private static final long GOP_BAD_MS = 9_000;
    private static final double FPS_LOW = 0.92;
    private static final double FPS_BAD = 0.7;
    /// Standard deviation over mean of sums of 5 s; a scene cut alone stays below.
    private static final double UNSTABLE = 0.35;
    private static final double VERY_UNSTABLE = 0.7;
    private static final long SKEW_MS = 400;
    private static final long SKEW_BAD_MS = 1_500;
    private static final long REPAIRS_MANY = 60;
    private static final long GAPS_MANY = 5;
    /// An AAC packet of digital silence has 4 to 10 bytes, an Opus packet 3.
    private static final double SILENT_BYTES = 16;

    private IngestRules() {
    }

    /// All that is wrong, the worst first.
    static List<Finding> of(IngestFigures figures) {
        List<Finding> all = new ArrayList<>();
        if (figures.onAirMs() < SETTLED_MS) {
            return all;
        }
        figures.video().ifPresentOrElse(video -> video(video, all),
                () -> all.add(new Finding("no-video", NOTE, Map.of(),
                        "sound alone: the stream has no picture", "")));
        figures.audio().ifPresentOrElse(audio -> audio(audio, all),
                () -> all.add(new Finding("no-audio", NOTE, Map.of(),
                        "the stream has no sound", "add a sound source in the encoder if there "
                                + "should be one; some players wait for it")));
        if (figures.video().isPresent() && figures.audio().isPresent()) {
            skew(figures.skewMs(), all);
        }
        bitrate(figures.bitrateBps(), all);
        gaps(figures, all);
        repairs(figures.repairs(), all);
        if (figures.standbyLost()) {
            all.add(new Finding("standby-lost", WARNING, Map.of(),
                    "a backup publisher has gone", "look at the backup encoder"));
        }
        all.sort(Comparator.comparing(Finding::severity).reversed());
        return all;
    }

    private static void video(Video video, List<Finding> to) {
        if (video.sinceMs() > STOPPED_MS) {
            to.add(new Finding("video-stopped", BAD, Map.of("ms", (double) video.sinceMs()),
                    "no picture for " + seconds(video.sinceMs()) + " while the publisher is "
                            + "connected", "look at the encoder's picture source"));
            return;
        }
        keyFrames(video, to);
        if (video.declaredFps() > 0 && video.fps() < FPS_LOW * video.declaredFps()) {
            to.add(new Finding("fps-low", video.fps() < FPS_BAD * video.declaredFps() ? BAD
                    : WARNING, Map.of("fps", video.fps(), "declared", video.declaredFps()),
                    number(video.fps()) + " pictures a second come, "
                            + number(video.declaredFps()) + " are announced: motion will judder",
                    "the encoder is overloaded or its uplink too slow; lower size or bitrate"));
        }
        if (video.reorders()) {
            to.add(new Finding("b-frames", NOTE, Map.of(),
                    "B-frames: each adds the length of a picture or more to the delay",
                    "for low latency set B-frames to 0, or tune zerolatency"));
        }
        if (video.openGops()) {
            to.add(new Finding("open-gop", NOTE, Map.of(),
                    "key frames that earlier pictures refer across: some players show damage "
                            + "when they join", "switch open GOP off in the encoder"));
        }
        if (!video.codec().equals("H.264")) {
            to.add(new Finding("codec-rare", NOTE, Map.of(),
                    video.codec() + ": not every browser and player shows it",
                    "send H.264 if everybody must be able to watch"));
        }
    }

    private static void keyFrames(Video video, List<Finding> to) {
        if (video.sinceKeyMs() > Math.max(NO_KEY_MS, video.gopMs() * 3 / 2)) {
            to.add(new Finding("no-key-frame", BAD, Map.of("ms", (double) video.sinceKeyMs()),
                    "no key frame for " + seconds(video.sinceKeyMs()) + ": nobody can join",
                    "set the encoder's key frame interval to 2 s"));
        } else if (video.gopMs() > GOP_LONG_MS) {
            to.add(new Finding("gop-long", video.gopMs() > GOP_BAD_MS ? BAD : WARNING,
                    Map.of("ms", (double) video.gopMs()),
                    "key frames every " + seconds(video.gopMs()) + ": joins will be slow",
                    "set the encoder's key frame interval to 2 s"));
        }
    }

    private static void audio(Audio audio, List<Finding> to) {
        if (audio.sinceMs() > STOPPED_MS) {
            to.add(new Finding("audio-stopped", BAD, Map.of("ms", (double) audio.sinceMs()),
                    "no sound for " + seconds(audio.sinceMs()) + " while the publisher is "
                            + "connected", "look at the encoder's sound source"));
        } else if (audio.lossy() && audio.packetBytes() > 0
                && audio.packetBytes() < SILENT_BYTES) {
            to.add(new Finding("silent", WARNING, Map.of("bytes", audio.packetBytes()),
                    "the sound is silent", "a microphone is off or muted"));
        }
    }

    private static void skew(long skewMs, List<Finding> to) {
        long size = Math.abs(skewMs);
        if (size < SKEW_MS) {
            return;
        }
        to.add(new Finding("av-skew", size < SKEW_BAD_MS ? WARNING : BAD,
                Map.of("ms", (double) skewMs),
                "sound comes " + seconds(size) + (skewMs > 0 ? " behind" : " before")
                        + " the picture of the same time: players must buffer so much more",
                "look at the encoder's sound delay and its interleaving"));
    }

    private static void bitrate(List<Long> bps, List<Finding> to) {
        double mean = bps.stream().mapToLong(each -> each).average().orElse(0);
        if (bps.size() < 6 || mean <= 0) {
            return;
        }
        double variance = bps.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum()
                / bps.size();
        double spread = Math.sqrt(variance) / mean;
        if (spread > UNSTABLE) {
            long low = bps.stream().mapToLong(each -> each).min().orElse(0);
            long high = bps.stream().mapToLong(each -> each).max().orElse(0);
            to.add(new Finding("bitrate-unstable", spread > VERY_UNSTABLE ? BAD : WARNING,
                    Map.of("lowBps", (double) low, "highBps", (double) high),
                    "the bitrate swings between " + kilobits(low) + " and " + kilobits(high)
                            + " kbit/s: slow viewers will stall",
                    "use constant bitrate, and look at the uplink"));
        }
    }

    private static void gaps(IngestFigures figures, List<Finding> to) {
        if (figures.gaps() > 0) {
            to.add(new Finding("gaps", figures.gaps() >= GAPS_MANY ? BAD : WARNING,
                    Map.of("count", (double) figures.gaps(),
                            "ms", (double) figures.longestGapMs()),
                    times(figures.gaps()) + " in the last minute nothing came, up to "
                            + seconds(figures.longestGapMs()) + " long",
                    "the publisher's network stops now and then; use a cable, or less bitrate"));
        }
    }

    private static void repairs(Mended mended, List<Finding> to) {
        if (mended.total() == 0) {
            return;
        }
        long most = Math.max(Math.max(mended.jumps(), mended.sound()),
                Math.max(mended.order(), mended.dropped()));
        String what = most == mended.jumps() ? "its clock leaps"
                : most == mended.sound() ? "sound does not keep to its sampling rate"
                : most == mended.order() ? "frames come out of order"
                : "frames come too late to have a place";
        to.add(new Finding("repairs", mended.total() >= REPAIRS_MANY ? BAD : WARNING,
                Map.of("count", (double) mended.total()),
                "the publisher's timestamps were mended " + times(mended.total())
                        + " in the last minute: " + what,
                "look at the encoder's clock and its sound device; newer versions may do better"));
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String seconds(long ms) {
        return ms % 1000 == 0 || ms > 9_950 ? Math.round(ms / 1000.0) + " s"
                : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String kilobits(long bps) {
        return Long.toString(bps / 1000);
    }
}
