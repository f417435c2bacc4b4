package io.freshet.format.mp4;

import io.freshet.format.bits.ByteReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// What an init segment and the fragments behind it hold, as far as who checks it must know.
///
/// Every sample must lie in the `mdat` behind its `moof`.
///
/// Spec: ISO/IEC 14496-12:2022, 8.4.2, 8.8; ISO/IEC 23000-19:2024, 7.3
///
/// @param timescale     ticks per second; 0 without an init segment
/// @param fragments     how many
/// @param samples       in all of them
/// @param firstDts      decode time of the first sample, ticks; 0 if there is none
/// @param durationTicks of all samples
/// @param sampleBytes   of all samples
public record CmafSegment(long timescale, int fragments, int samples, long firstDts,
        long durationTicks, long sampleBytes) {

    /// Far more than any segment of ours has.
    private static final int FRAGMENTS_MAX = 10_000;
    private static final int DEPTH_MAX = 6;

    private static final int DEFAULT_BASE_OFFSET = 0x01;
    private static final int DESCRIPTION_INDEX = 0x02;
    private static final int DEFAULT_DURATION = 0x08;
    private static final int DEFAULT_SIZE = 0x10;
    private static final int RUN_DATA_OFFSET = 0x001;
    private static final int RUN_FIRST_FLAGS = 0x004;
    private static final int RUN_DURATION = 0x100;
    private static final int RUN_SIZE = 0x200;
    private static final int RUN_FLAGS = 0x400;
    private static final int RUN_COMPOSITION_OFFSET = 0x800;

    /// Reads one of one track; boxes that it does not know are passed over.
    ///
    /// @throws MalformedMediaException if it is none, or a sample is not where it should be
    public static CmafSegment parse(ByteBuffer source) throws MalformedMediaException {
        Reader reader = new Reader();
        reader.boxes(source.slice(), 0);
        if (reader.openBytes > 0) {
            throw new MalformedMediaException("moof without its mdat", source.remaining());
        }
        return new CmafSegment(reader.timescale, reader.fragments, reader.samples,
                reader.firstDts, reader.durationTicks, reader.sampleBytes);
    }

    /// Threading: confined to the caller.
    private static final class Reader {

        private long timescale;
        private int fragments;
        private int samples;
        private long firstDts;
        private long durationTicks;
        private long sampleBytes;
        private long defaultDuration;
        private long defaultSize;
        /// Of the samples whose `mdat` has not come yet.
        private long openBytes;
        private long nextDts = -1;

        void boxes(ByteBuffer source, int depth) throws MalformedMediaException {
            while (source.hasRemaining()) {
                ByteReader head = new ByteReader("box", source);
                long size = head.u32();
                int type = (int) head.u32();
                if (size < 8 || size - 8 > source.remaining()) {
                    throw head.malformed("of " + size + " bytes");
                }
                ByteBuffer body = source.slice(source.position(), (int) size - 8);
                source.position(source.position() + body.remaining());
                box(type, body, depth);
            }
        }

        private void box(int type, ByteBuffer body, int depth) throws MalformedMediaException {
            switch (type) {
                case Box.MOOV, Box.TRAK, Box.MDIA, Box.TRAF -> deeper(body, depth);
                case Box.MOOF -> {
                    if (openBytes > 0 || ++fragments > FRAGMENTS_MAX) {
                        throw new MalformedMediaException("moof without its mdat", 0);
                    }
                    deeper(body, depth);
                }
                case Box.MDHD -> timescale(new ByteReader("mdhd", body));
                case Box.TFHD -> fragment(new ByteReader("tfhd", body));
                case Box.TFDT -> decodeTime(new ByteReader("tfdt", body));
                case Box.TRUN -> run(new ByteReader("trun", body));
                case Box.MDAT -> {
                    if (openBytes > body.remaining()) {
                        throw new MalformedMediaException("samples of " + openBytes
                                + " bytes in an mdat of " + body.remaining(), 0);
                    }
                    openBytes = 0;
                }
                default -> { }
            }
        }

        private void deeper(ByteBuffer body, int depth) throws MalformedMediaException {
            if (depth == DEPTH_MAX) {
                throw new MalformedMediaException("boxes in boxes", 0);
            }
            boxes(body, depth + 1);
        }

        private void timescale(ByteReader in) throws MalformedMediaException {
            int times = in.u8() == 1 ? 16 : 8;
            in.bytes(3 + times);
            timescale = in.u32();
            if (timescale == 0) {
                throw in.malformed("timescale 0");
            }
        }

        private void fragment(ByteReader in) throws MalformedMediaException {
            int flags = (int) in.u32() & 0xFF_FFFF;
            in.bytes(4 + ((flags & DEFAULT_BASE_OFFSET) != 0 ? 8 : 0)
                    + ((flags & DESCRIPTION_INDEX) != 0 ? 4 : 0));
            defaultDuration = (flags & DEFAULT_DURATION) != 0 ? in.u32() : 0;
            defaultSize = (flags & DEFAULT_SIZE) != 0 ? in.u32() : 0;
        }

        private void decodeTime(ByteReader in) throws MalformedMediaException {
            boolean wide = in.u8() == 1;
            in.bytes(3);
            long dts = wide ? in.u32() << 32 | in.u32() : in.u32();
            if (dts < 0 || nextDts >= 0 && dts < nextDts - 1) {
                throw in.malformed("goes back to " + dts + " from " + nextDts);
            }
            firstDts = nextDts < 0 ? dts : firstDts;
            nextDts = dts;
        }

        private void run(ByteReader in) throws MalformedMediaException {
            int flags = (int) in.u32() & 0xFF_FFFF;
            long count = in.u32();
            in.bytes(((flags & RUN_DATA_OFFSET) != 0 ? 4 : 0)
                    + ((flags & RUN_FIRST_FLAGS) != 0 ? 4 : 0));
            if (nextDts < 0 || count > CmafFragment.MAX_SAMPLES) {
                throw in.malformed(count + " samples, from " + nextDts);
            }
            for (long i = 0; i < count; i++) {
                long duration = (flags & RUN_DURATION) != 0 ? in.u32() : defaultDuration;
                long size = (flags & RUN_SIZE) != 0 ? in.u32() : defaultSize;
                in.bytes(((flags & RUN_FLAGS) != 0 ? 4 : 0)
                        + ((flags & RUN_COMPOSITION_OFFSET) != 0 ? 4 : 0));
                nextDts += duration;
                durationTicks += duration;
                sampleBytes += size;
                openBytes += size;
            }
            samples += (int) count;
        }
    }

    /// Names of boxes as numbers.
    private static final class Box {
        private static final int MOOV = 0x6D6F_6F76;
        private static final int TRAK = 0x7472_616B;
        private static final int MDIA = 0x6D64_6961;
        private static final int MDHD = 0x6D64_6864;
        private static final int MOOF = 0x6D6F_6F66;
        private static final int TRAF = 0x7472_6166;
        private static final int TFHD = 0x7466_6864;
        private static final int TFDT = 0x7466_6474;
        private static final int TRUN = 0x7472_756E;
        private static final int MDAT = 0x6D64_6174;
    }
}
