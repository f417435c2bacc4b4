package io.freshet.testkit.mp4;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The samples that the fragments of a file list.
public final class Mp4Samples {

    /// An hour at 60 frames a second, and sound.
    private static final int MAX_SAMPLES = 500_000;

    /// One sample.
    ///
    /// @param trackId  which track
    /// @param dts      ticks of its track
    /// @param pts      ticks of its track
    /// @param duration ticks of its track
    /// @param flags    as in mp4
    /// @param offset   where its bytes are in the file
    /// @param size     how many they are
    public record Sample(int trackId, long dts, long pts, long duration, int flags, int offset,
            int size) {

        /// Whether players can begin here.
        public boolean isSync() {
            return (flags & 0x1_0000) == 0;
        }
    }

    private record Defaults(long duration, int size, int flags) {
    }

    private final List<Sample> samples = new ArrayList<>();
    private final Map<Integer, Defaults> byTrack = new HashMap<>();
    private final int fileBytes;

    private Mp4Samples(int fileBytes) {
        this.fileBytes = fileBytes;
    }

    /// All samples of an init segment, if there is one, and any number of fragments, in order.
    ///
    /// Only movie fragments are read, with default-base-is-moof, and each must have a `tfdt`.
    public static List<Sample> read(ByteBuffer file) throws MalformedMediaException {
        List<Mp4Box> boxes = Mp4Box.parse(file);
        Mp4Samples reading = new Mp4Samples(file.limit());
        for (Mp4Box trex : Mp4Box.all(boxes, "moov/mvex/trex")) {
            Fields in = trex.fields().skip(4);
            int trackId = in.i32();
            in.skip(4);
            reading.byTrack.put(trackId, new Defaults(in.u32(), in.i32(), in.i32()));
        }
        for (Mp4Box moof : Mp4Box.all(boxes, "moof")) {
            for (Mp4Box traf : moof.all("traf")) {
                reading.readTrackFragment(moof, traf);
            }
        }
        return List.copyOf(reading.samples);
    }

    private void readTrackFragment(Mp4Box moof, Mp4Box traf) throws MalformedMediaException {
        Fields header = only(traf, "tfhd").fields();
        int flags = header.i32() & 0xFF_FFFF;
        if ((flags & 0x02_0000) == 0 || (flags & 1) != 0) {
            throw new MalformedMediaException("mp4 fragment is not based on its moof",
                    moof.offset());
        }
        int trackId = header.i32();
        header.skip((flags & 2) != 0 ? 4 : 0);
        Defaults usual = byTrack.getOrDefault(trackId, new Defaults(0, 0, 0));
        Defaults defaults = new Defaults(
                (flags & 0x08) != 0 ? header.u32() : usual.duration(),
                (flags & 0x10) != 0 ? header.i32() : usual.size(),
                (flags & 0x20) != 0 ? header.i32() : usual.flags());
        Fields time = only(traf, "tfdt").fields();
        long dts = time.i32() >>> 24 == 1 ? time.i64() : time.u32();
        for (Mp4Box trun : traf.all("trun")) {
            dts = readRun(moof, trun.fields(), new Run(trackId, dts, defaults));
        }
    }

    private record Run(int trackId, long dts, Defaults defaults) {
    }

    private long readRun(Mp4Box moof, Fields in, Run run) throws MalformedMediaException {
        int versionAndFlags = in.i32();
        int has = versionAndFlags & 0xFF_FFFF;
        long count = in.u32();
        if (count > MAX_SAMPLES - samples.size() || (has & 1) == 0) {
            throw new MalformedMediaException("mp4 run of " + count + " samples", moof.offset());
        }
        long offset = (long) moof.offset() + in.i32();
        boolean firstFlags = (has & 4) != 0;
        int first = firstFlags ? in.i32() : 0;
        long dts = run.dts;
        for (long i = 0; i < count; i++) {
            long duration = (has & 0x100) != 0 ? in.u32() : run.defaults.duration();
            int size = (has & 0x200) != 0 ? in.i32() : run.defaults.size();
            int flags = (has & 0x400) != 0 ? in.i32() : run.defaults.flags();
            long composition = (has & 0x800) == 0 ? 0
                    : versionAndFlags >>> 24 == 0 ? in.u32() : in.i32();
            if (size < 0 || offset < 0 || offset + size > fileBytes) {
                throw new MalformedMediaException("mp4 sample outside of the file",
                        moof.offset());
            }
            samples.add(new Sample(run.trackId, dts, dts + composition, duration,
                    i == 0 && firstFlags ? first : flags, (int) offset, size));
            offset += size;
            dts += duration;
        }
        return dts;
    }

    private static Mp4Box only(Mp4Box parent, String type) throws MalformedMediaException {
        List<Mp4Box> found = parent.all(type);
        if (found.size() != 1) {
            throw new MalformedMediaException("mp4 has " + found.size() + ' ' + type + " boxes",
                    parent.offset());
        }
        return found.getFirst();
    }
}
