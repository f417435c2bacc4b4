package io.freshet.format.mp4;

import io.freshet.media.Bytes;
import io.freshet.media.Kind;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;

/// The init segment of one track: `ftyp` and a `moov` without samples.
///
/// A function of the track alone: no times of creation, constant brands, durations unknown.
///
/// Spec: ISO/IEC 23000-19:2024, 7.3.1; ISO/IEC 14496-12:2022, 8
public final class CmafInit {

    private static final int MOVIE_TIMESCALE = 1_000;
    private static final int NORMAL_RATE = 1 << 16;
    private static final int FULL_VOLUME = 1 << 8;
    private static final int ENABLED_IN_MOVIE = 3;
    private static final int SELF_CONTAINED = 1;
    private static final long[] IDENTITY = {1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30};

    private CmafInit() {
    }

    /// The init segment of `track`.
    ///
    /// @throws MalformedMediaException   if the configuration is not one of its codec
    /// @throws UnsupportedMediaException for a data track
    public static Bytes of(Track track) throws MalformedMediaException, UnsupportedMediaException {
        BoxWriter entry = new BoxWriter(256);
        SampleEntry.write(entry, track);
        Bytes sampleEntry = entry.finish();
        BoxWriter out = new BoxWriter(640 + sampleEntry.length());
        // iso6: base-is-moof and 64-bit decode times; cmfc: the rest of what this writer promises.
        out.box("ftyp", () -> out.text("iso6").u32(0).text("iso6").text("cmfc"));
        out.box("moov", () -> {
            writeMovieHeader(out, track.id());
            out.box("trak", () -> writeTrack(out, track, sampleEntry));
            out.box("mvex", () -> out.full("trex", 0, 0, () -> out
                    .u32(track.id()).u32(1) // the only sample entry
                    .u32(0).u32(0).u32(defaultFlags(track.kind()))));
        });
        return out.finish();
    }

    /// The sample flags that hold where a fragment says nothing else.
    static int defaultFlags(Kind kind) {
        return kind == Kind.VIDEO ? SampleFlags.PREDICTED : SampleFlags.SYNC;
    }

    private static void writeMovieHeader(BoxWriter out, int trackId) {
        out.full("mvhd", 0, 0, () -> {
            out.u32(0).u32(0).u32(MOVIE_TIMESCALE).u32(0)
                    .u32(NORMAL_RATE).u16(FULL_VOLUME).zeros(10);
            writeMatrix(out);
            out.zeros(24).u32(trackId + 1L);
        });
    }

    private static void writeTrack(BoxWriter out, Track track, Bytes sampleEntry) {
        boolean sound = track.kind() == Kind.AUDIO;
        out.full("tkhd", 0, ENABLED_IN_MOVIE, () -> {
            out.u32(0).u32(0).u32(track.id()).u32(0).u32(0)
                    .zeros(8).u16(0).u16(0).u16(sound ? FULL_VOLUME : 0).u16(0);
            writeMatrix(out);
            Traits.Picture shown = track.traits() instanceof Traits.Picture picture
                    ? picture : new Traits.Picture(0, 0, 0, 0);
            out.u32((long) shown.width() << 16).u32((long) shown.height() << 16);
        });
        out.box("mdia", () -> {
            out.full("mdhd", 0, 0, () -> out.u32(0).u32(0).u32(track.timescale()).u32(0)
                    .u16(Language.packed(track.language())).u16(0));
            out.full("hdlr", 0, 0, () -> out
                    .u32(0).text(sound ? "soun" : "vide").zeros(12).u8(0)); // no name
            out.box("minf", () -> {
                if (sound) {
                    out.full("smhd", 0, 0, () -> out.u32(0));
                } else {
                    out.full("vmhd", 0, 1, () -> out.u64(0));
                }
                out.box("dinf", () -> out.full("dref", 0, 0, () -> out
                        .u32(1).full("url ", 0, SELF_CONTAINED, () -> { })));
                out.box("stbl", () -> writeEmptyTables(out, sampleEntry));
            });
        });
    }

    private static void writeEmptyTables(BoxWriter out, Bytes sampleEntry) {
        out.full("stsd", 0, 0, () -> out.u32(1).bytes(sampleEntry));
        out.full("stts", 0, 0, () -> out.u32(0));
        out.full("stsc", 0, 0, () -> out.u32(0));
        out.full("stsz", 0, 0, () -> out.u32(0).u32(0));
        out.full("stco", 0, 0, () -> out.u32(0));
    }

    private static void writeMatrix(BoxWriter out) {
        for (long element : IDENTITY) {
            out.u32(element);
        }
    }
}
