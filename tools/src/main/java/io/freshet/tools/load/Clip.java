package io.freshet.tools.load;

import io.freshet.format.flv.FlvReader;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What publishers send, again and again, with timestamps that go on.
///
/// @param opening    configurations and metadata: sent at the beginning of each connection
/// @param frames     in order of sending; the first is one to begin with
/// @param durationMs after which it begins again
public record Clip(List<Entry> opening, List<Entry> frames, long durationMs) {

    /// The demo channel's, which the server carries.
    private static final String BUNDLED = "io/freshet/gateway/demo/demo.flv";
    private static final Bytes SET_DATA_FRAME = Bytes.wrap(
            "\2\0\15@setDataFrame".getBytes(StandardCharsets.ISO_8859_1));
    private static final int HEVC = 12;
    private static final byte FILLER_DATA = 12;
    /// Of a filler: its length, its type, its last bit.
    private static final int NAL_BYTES = 6;
    private static final int HVC1 = 'h' << 24 | 'v' << 16 | 'c' << 8 | '1';
    private static final int AVC1 = 'a' << 24 | 'v' << 16 | 'c' << 8 | '1';

    /// One message.
    ///
    /// @param type    FLV tag type
    /// @param timeMs  from the beginning of the clip
    /// @param isKey   publishing can begin with it
    /// @param clockAt bytes of the body before the place of a clock; -1: it can carry none
    /// @param isHevc  H.265, if it can carry a clock
    public record Entry(int type, long timeMs, Bytes body, boolean isKey, int clockAt,
            boolean isHevc) {

        /// As it is sent.
        ///
        /// @param epochUs what its clock says; negative: no clock
        public FlvTag tag(long timestampMs, long epochUs) {
            if (type == FlvTag.SCRIPT) {
                return new FlvTag(type, timestampMs, SET_DATA_FRAME, body);
            }
            if (clockAt < 0 || epochUs < 0) {
                return new FlvTag(type, timestampMs, Bytes.EMPTY, body);
            }
            Bytes nal = FrameClock.nal(isHevc, epochUs);
            ByteBuffer prefix = ByteBuffer.allocate(clockAt + nal.length());
            body.slice(0, clockAt).writeTo(prefix);
            nal.writeTo(prefix);
            return new FlvTag(type, timestampMs, Bytes.wrap(prefix.array()),
                    body.slice(clockAt, body.length() - clockAt));
        }
    }

    public Clip {
        opening = List.copyOf(opening);
        frames = List.copyOf(frames);
        if (frames.isEmpty() || durationMs < 1) {
            throw new IllegalArgumentException("a clip needs frames and a duration");
        }
    }

    /// The clip in a file.
    ///
    /// @throws IOException if it cannot be read, or is no FLV with frames
    public static Clip read(Path file) throws IOException {
        return parse(Files.readAllBytes(file), file.toString());
    }

    /// The same with filler in its pictures, so that it takes as much of a network as is asked for.
    ///
    /// @param bps bits a second, if it is less; what is no H.264 stays as it is
    ///
    /// Spec: ITU-T H.264 (08/2021), 7.3.2.7
    public Clip filled(long bps) {
        long bytes = frames.stream().mapToLong(each -> each.body.length()).sum();
        long pictures = frames.stream().filter(Clip::takesFiller).count();
        long missing = bps / 8 * durationMs / 1000 - bytes;
        if (missing <= 0 || pictures == 0) {
            return this;
        }
        Bytes filler = filler((int) Math.max(missing / pictures - NAL_BYTES, 1));
        return new Clip(opening, frames.stream().map(each -> takesFiller(each)
                ? new Entry(each.type, each.timeMs, joined(each.body, filler), each.isKey,
                        each.clockAt, false) : each).toList(), durationMs);
    }

    private static Bytes joined(Bytes first, Bytes second) {
        ByteBuffer both = ByteBuffer.allocate(first.length() + second.length());
        first.writeTo(both);
        second.writeTo(both);
        return Bytes.wrap(both.array());
    }

    private static boolean takesFiller(Entry entry) {
        return entry.clockAt > 0 && !entry.isHevc;
    }

    private static Bytes filler(int length) {
        ByteBuffer nal = ByteBuffer.allocate(length + NAL_BYTES).putInt(length + 2)
                .put(FILLER_DATA);
        while (nal.remaining() > 1) {
            nal.put((byte) 0xFF);
        }
        return Bytes.wrap(nal.put((byte) 0x80).array());
    }

    /// The clip that this program carries.
    ///
    /// @throws IOException if this build carries none
    public static Clip bundled() throws IOException {
        try (InputStream in = Clip.class.getClassLoader().getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IOException("this build carries no clip: name one with --input");
            }
            return parse(in.readAllBytes(), BUNDLED);
        }
    }

    static Clip parse(byte[] flv, String name) throws IOException {
        List<Entry> opening = new ArrayList<>();
        List<Entry> frames = new ArrayList<>();
        try {
            new FlvReader().read(ByteBuffer.wrap(flv), (type, timestampMs, body) -> {
                boolean isOpening = type == FlvTag.SCRIPT || isConfiguration(type, body);
                boolean isMedia = type == FlvTag.AUDIO || type == FlvTag.VIDEO;
                if (isOpening) {
                    opening.add(new Entry(type, 0, body, true, -1, false));
                } else if (isMedia && body.length() > 5 && body.at(1) != 2) {
                    frames.add(entry(type, timestampMs, body));
                }
            });
        } catch (MediaException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
        boolean hasVideo = frames.stream().anyMatch(each -> each.type == FlvTag.VIDEO);
        while (!frames.isEmpty() && hasVideo && !frames.getFirst().isKey) {
            frames.removeFirst();
        }
        if (frames.size() < 2) {
            throw new IOException(name + ": has no frames to publish");
        }
        return new Clip(distinct(opening), frames, durationMs(frames, hasVideo));
    }

    /// Of equal ones the first; encoders repeat them.
    private static List<Entry> distinct(List<Entry> opening) {
        return opening.stream().distinct().toList();
    }

    /// Frames of a kind are evenly spaced: the last lasts as long as the others.
    private static long durationMs(List<Entry> frames, boolean hasVideo) {
        List<Long> times = frames.stream()
                .filter(each -> each.type == (hasVideo ? FlvTag.VIDEO : FlvTag.AUDIO))
                .map(Entry::timeMs).toList();
        long span = times.getLast() - times.getFirst();
        return span + Math.max(1, Math.round((double) span / Math.max(1, times.size() - 1)));
    }

    private static boolean isConfiguration(int type, Bytes body) {
        if (body.length() < 2) {
            return false;
        }
        int first = body.at(0);
        if (type == FlvTag.AUDIO) {
            return first >> 4 == 10 && body.at(1) == 0 || first >> 4 == 9 && (first & 15) != 1;
        }
        return type == FlvTag.VIDEO
                && (first >= 0x80 ? (first & 15) == 0 || (first & 15) == 4 : body.at(1) == 0);
    }

    private static Entry entry(int type, long timeMs, Bytes body) {
        int first = body.length() < 5 ? 0 : body.at(0);
        boolean isVideo = type == FlvTag.VIDEO;
        boolean isKey = !isVideo || (first >> 4 & 7) == 1;
        if (!isVideo || first == 0) {
            return new Entry(type, timeMs, body, isKey, -1, false);
        }
        int codec = first & 15;
        if (first < 0x80) {
            int clockAt = codec == 7 || codec == HEVC ? 5 : -1;
            return new Entry(type, timeMs, body, isKey, clockAt, codec == HEVC);
        }
        int fourCc = body.buffer().getInt(1);
        boolean isNal = fourCc == HVC1 || fourCc == AVC1;
        int clockAt = isNal && codec == 1 ? 8 : isNal && codec == 3 ? 5 : -1;
        return new Entry(type, timeMs, body, isKey, clockAt, fourCc == HVC1);
    }
}
