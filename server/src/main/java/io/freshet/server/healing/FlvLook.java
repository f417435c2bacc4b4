package io.freshet.server.healing;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whether a player could show what comes by FLV: messages can be taken apart, pictures begin with
/// one that needs no other, and time does not go back.
///
/// Threading: confined to its owner.
final class FlvLook {

    /// Sound and pictures are interleaved, never a track with itself; rounding is some ms.
    private static final long BACK_MS_MAX = 500;

    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final Map<Integer, Long> lastMs = new HashMap<>();
    private int frames;
    private boolean picture;
    private Optional<String> wrong = Optional.empty();

    /// Takes a tag as it came.
    ///
    /// @throws MediaException if it is none that a player understands
    void tag(int type, long timestampMs, Bytes body) throws MediaException {
        if (type != FlvTag.SCRIPT) {
            demuxer.accept(type, timestampMs, body, this::signal);
        }
    }

    private void signal(Signal signal) {
        if (!(signal instanceof Frame frame) || frame.kind() == Kind.DATA) {
            return;
        }
        frames++;
        if (frame.payload().length() == 0) {
            wrong("a frame is empty");
        }
        if (frame.kind() == Kind.VIDEO && !picture) {
            picture = true;
            if (!frame.isKey()) {
                wrong("the first picture needs others before it");
            }
        }
        long ms = frame.dtsOn(1_000);
        Long before = lastMs.put(frame.track().id(), ms);
        if (before != null && before - ms > BACK_MS_MAX) {
            wrong("time goes back by " + (before - ms) + " ms");
        }
    }

    private void wrong(String what) {
        wrong = wrong.or(() -> Optional.of(what));
    }

    /// Pictures and sound so far.
    int frames() {
        return frames;
    }

    /// What a player would stumble over, in words.
    Optional<String> wrong() {
        return wrong;
    }
}
