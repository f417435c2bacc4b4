package io.freshet.live;

import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Places a second input by its content, when it is the same encoder's second push: the switch to
/// it then goes on with the very next frame.
///
/// A key frame places it if those bytes occur once in what was sent, and if all pictures from there
/// on agree up to where the first input stopped, a whole GOP at least. Black, colour bars and a
/// still picture repeat: they place nothing.
///
/// Threading: stateless.
///
/// @param offsetMs what to add to the second input's time to get output time
/// @param next     its frames behind the last one that was sent, in the order they came
record Alignment(long offsetMs, List<Frame> next) {

    /// Times of one track may be that far off and still be the same frame's: sound is counted, and
    /// its hints are untidy.
    private static final long SOUND_OFF_MS = 60;

    Alignment {
        next = List.copyOf(next);
    }

    /// Finds where `held` lies.
    ///
    /// @param tracks what the stream carries
    /// @param sent   frames that went out, output time, in order
    /// @param held   the second input's newest frames, source time, in order
    static Optional<Alignment> of(Tracks tracks, List<Frame> sent, List<Frame> held) {
        Track video = tracks.first(Kind.VIDEO).orElse(null);
        if (video == null) {
            return Optional.empty();
        }
        List<Frame> pictures = of(video.id(), sent);
        List<Frame> candidates = of(video.id(), held);
        for (int i = candidates.size() - 1; i >= 0; i--) {
            Frame key = candidates.get(i);
            int at = key.isKey() ? only(key, pictures) : -1;
            if (at >= 0) {
                int agreeing = agreeing(pictures, at, candidates, i);
                boolean toTheEnd = at + agreeing == pictures.size();
                boolean wholeGop = pictures.subList(at + 1, at + agreeing).stream()
                        .anyMatch(Frame::isKey);
                if (!toTheEnd) {
                    return Optional.empty();
                }
                if (wholeGop) {
                    long ticks = pictures.get(at).dts() - key.dts();
                    return Optional.of(new Alignment(
                            Math.round(ticks * 1000.0 / video.timescale()),
                            rest(sent, held, video, candidates.get(i + agreeing - 1))));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the second input sends the same, but has not yet come as far as the first did.
    static boolean isBehind(Tracks tracks, List<Frame> sent, List<Frame> held) {
        Track video = tracks.first(Kind.VIDEO).orElse(null);
        if (video == null) {
            return false;
        }
        List<Frame> pictures = of(video.id(), sent);
        List<Frame> candidates = of(video.id(), held);
        for (int i = candidates.size() - 1; i >= 0; i--) {
            int at = candidates.get(i).isKey() ? only(candidates.get(i), pictures) : -1;
            if (at >= 0) {
                int agreeing = agreeing(pictures, at, candidates, i);
                return at + agreeing < pictures.size() && i + agreeing == candidates.size();
            }
        }
        return false;
    }

    private static List<Frame> of(int trackId, List<Frame> frames) {
        return frames.stream().filter(frame -> frame.track().id() == trackId).toList();
    }

    /// Where these bytes are, if they are at one place alone.
    private static int only(Frame key, List<Frame> pictures) {
        int found = -1;
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.get(i).isKey() && same(pictures.get(i).payload(), key.payload())) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    private static int agreeing(List<Frame> pictures, int at, List<Frame> candidates, int from) {
        int count = 0;
        while (at + count < pictures.size() && from + count < candidates.size()
                && same(pictures.get(at + count).payload(),
                        candidates.get(from + count).payload())) {
            count++;
        }
        return count;
    }

    private static boolean same(Payload one, Payload other) {
        return one.length() == other.length() && one.buffer().equals(other.buffer());
    }

    /// What of `held` has not been sent: pictures behind `last`, and sound behind the last one.
    private static List<Frame> rest(List<Frame> sent, List<Frame> held, Track video, Frame last) {
        long shiftMs = of(video.id(), sent).getLast().dtsOn(1000) - last.dtsOn(1000);
        Map<Integer, Frame> lasts = new HashMap<>();
        lasts.put(video.id(), last);
        for (Frame frame : held) {
            if (frame.kind() == Kind.AUDIO && !lasts.containsKey(frame.track().id())) {
                Frame sound = lastSound(of(frame.track().id(), sent),
                        of(frame.track().id(), held), shiftMs);
                if (sound != null) {
                    lasts.put(frame.track().id(), sound);
                }
            }
        }
        return held.stream().filter(frame -> {
            Frame before = lasts.get(frame.track().id());
            return before == null ? frame.kind() != Kind.VIDEO : frame.dts() > before.dts();
        }).toList();
    }

    /// Which of `held` is the last sound that was sent: near its time, and of its bytes if one is.
    private static @Nullable Frame lastSound(List<Frame> sent, List<Frame> held, long shiftMs) {
        if (sent.isEmpty()) {
            return null;
        }
        Frame newest = sent.getLast();
        Frame best = null;
        long bestOff = Long.MAX_VALUE;
        for (Frame frame : held) {
            long off = Math.abs(frame.dtsOn(1000) + shiftMs - newest.dtsOn(1000));
            off += same(frame.payload(), newest.payload()) ? 0 : SOUND_OFF_MS;
            if (off < bestOff) {
                best = frame;
                bestOff = off;
            }
        }
        return bestOff < 2 * SOUND_OFF_MS ? best : null;
    }
}
