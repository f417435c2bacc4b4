package io.freshet.benchmarks;

import io.freshet.format.mp4.CmafFragment;
import io.freshet.format.mp4.Mp4Sample;
import io.freshet.format.ts.TsClock;
import io.freshet.format.ts.TsSegmentWriter;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A segment of two seconds: the picture's as CMAF, and both tracks' as MPEG-TS.
///
/// Threading: confined to its thread.
@State(Scope.Thread)
public class SegmentBenchmark {

    private static final int PART_FRAMES = 15;

    private final List<Frame> frames = Material.frames(2);
    private final List<Mp4Sample> samples = Material.pictures(2).stream().map(frame ->
            new Mp4Sample(3_000, 0, frame.flags(), frame.payload())).toList();
    private final TsClock clock = new TsClock(12_345);

    @Benchmark
    public Payload cmafSegment() {
        return CmafFragment.of(Material.VIDEO, 7, 90_000, samples);
    }

    @Benchmark
    public Payload cmafPart() {
        return CmafFragment.of(Material.VIDEO, 7, 90_000, samples.subList(0, PART_FRAMES));
    }

    @Benchmark
    public Bytes tsSegment() throws MediaException {
        return TsSegmentWriter.write(Material.TRACKS.all(), frames, clock);
    }
}
