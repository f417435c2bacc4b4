package io.freshet.format.mp4;

import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.Kind;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;

/// One `moof` and its `mdat`: a part of HLS, a chunk of CMAF. Parts in a row are a segment.
///
/// A function of its parameters alone. What is equal for all samples stands once in `tfhd`.
///
/// Spec: ISO/IEC 14496-12:2022, 8.8; ISO/IEC 23000-19:2024, 7.3.2
public final class CmafFragment {

    /// Ten seconds at 240 frames a second, and as much again: no part or segment has more.
    public static final int MAX_SAMPLES = 4_800;

    private static final int BASE_IS_MOOF = 0x02_0000;
    private static final int DEFAULT_DURATION = 0x08;
    private static final int DEFAULT_SIZE = 0x10;
    private static final int DEFAULT_FLAGS = 0x20;
    private static final int RUN_DATA_OFFSET = 0x001;
    private static final int RUN_FIRST_FLAGS = 0x004;
    private static final int RUN_DURATION = 0x100;
    private static final int RUN_SIZE = 0x200;
    private static final int RUN_FLAGS = 0x400;
    private static final int RUN_COMPOSITION_OFFSET = 0x800;
    private static final int BOX_HEADER_BYTES = 8;

    private CmafFragment() {
    }

    /// The fragment of `samples`, whose payloads are shared, not copied.
    ///
    /// @param sequence of `mfhd`: the same on every node for the same part
    /// @param baseDts  decode time of the first sample in ticks of the track, not negative
    /// @throws IllegalArgumentException if there is no sample or more than [#MAX_SAMPLES], or they
    ///                                  are longer than 2 GiB together
    public static Payload of(Track track, int sequence, long baseDts, List<Mp4Sample> samples) {
        if (samples.isEmpty() || samples.size() > MAX_SAMPLES) {
            throw new IllegalArgumentException("fragment of " + samples.size() + " samples");
        }
        if (baseDts < 0) {
            throw new IllegalArgumentException("fragment at decode time " + baseDts);
        }
        long bytes = 0;
        for (Mp4Sample sample : samples) {
            bytes += sample.payload().length();
        }
        Run run = Run.of(track.kind(), samples);
        BoxWriter out = new BoxWriter(128 + samples.size() * 16);
        int[] dataOffsetAt = new int[1];
        out.box("moof", () -> {
            out.full("mfhd", 0, 0, () -> out.u32(sequence));
            out.box("traf", () -> {
                writeFragmentHeader(out, track, run);
                out.full("tfdt", 1, 0, () -> out.u64(baseDts));
                dataOffsetAt[0] = writeRun(out, run);
            });
        });
        int dataOffset = out.position() + BOX_HEADER_BYTES;
        if (dataOffset + bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("fragment of " + bytes + " bytes");
        }
        out.patchU32(dataOffsetAt[0], dataOffset);
        out.u32(BOX_HEADER_BYTES + bytes).text("mdat");
        Bytes head = out.finish();
        List<Payload> parts = new ArrayList<>(samples.size() + 1);
        parts.add(head);
        samples.forEach(sample -> parts.add(sample.payload()));
        return new CompositePayload(parts);
    }

    private static void writeFragmentHeader(BoxWriter out, Track track, Run run) {
        int flags = BASE_IS_MOOF
                | (run.has(RUN_DURATION) ? 0 : DEFAULT_DURATION)
                | (run.has(RUN_SIZE) ? 0 : DEFAULT_SIZE)
                | (run.has(RUN_FLAGS) ? 0 : DEFAULT_FLAGS);
        out.full("tfhd", 0, flags, () -> {
            out.u32(track.id());
            Mp4Sample last = run.samples.getLast();
            if (!run.has(RUN_DURATION)) {
                out.u32(last.durationTicks());
            }
            if (!run.has(RUN_SIZE)) {
                out.u32(last.payload().length());
            }
            if (!run.has(RUN_FLAGS)) {
                out.u32(run.sampleFlags.getLast());
            }
        });
    }

    /// Writes `trun` and tells where its data offset stands.
    private static int writeRun(BoxWriter out, Run run) {
        int[] dataOffsetAt = new int[1];
        out.full("trun", 1, run.flags, () -> {
            out.u32(run.samples.size());
            dataOffsetAt[0] = out.position();
            out.u32(0);
            if (run.has(RUN_FIRST_FLAGS)) {
                out.u32(run.sampleFlags.getFirst());
            }
            for (int i = 0; i < run.samples.size(); i++) {
                Mp4Sample sample = run.samples.get(i);
                if (run.has(RUN_DURATION)) {
                    out.u32(sample.durationTicks());
                }
                if (run.has(RUN_SIZE)) {
                    out.u32(sample.payload().length());
                }
                if (run.has(RUN_FLAGS)) {
                    out.u32(run.sampleFlags.get(i));
                }
                if (run.has(RUN_COMPOSITION_OFFSET)) {
                    out.u32(sample.compositionOffsetTicks());
                }
            }
        });
        return dataOffsetAt[0];
    }

    /// Samples, their flags in mp4's words, and which fields each must repeat.
    private record Run(List<Mp4Sample> samples, List<Integer> sampleFlags, int flags) {

        static Run of(Kind kind, List<Mp4Sample> samples) {
            Mp4Sample last = samples.getLast();
            List<Integer> sampleFlags = samples.stream()
                    .map(sample -> SampleFlags.of(kind, sample.flags())).toList();
            int flags = RUN_DATA_OFFSET;
            for (Mp4Sample sample : samples) {
                flags |= sample.durationTicks() == last.durationTicks() ? 0 : RUN_DURATION;
                flags |= sample.payload().length() == last.payload().length() ? 0 : RUN_SIZE;
                flags |= sample.compositionOffsetTicks() == 0 ? 0 : RUN_COMPOSITION_OFFSET;
            }
            int usual = sampleFlags.getLast();
            if (sampleFlags.stream().skip(1).anyMatch(other -> other != usual)) {
                flags |= RUN_FLAGS;
            } else if (sampleFlags.getFirst() != usual) {
                flags |= RUN_FIRST_FLAGS;
            }
            return new Run(List.copyOf(samples), sampleFlags, flags);
        }

        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }
}
