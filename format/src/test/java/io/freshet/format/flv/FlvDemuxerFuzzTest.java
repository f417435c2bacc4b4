package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the messages, demuxing goes on after a refused one, and what it let through survives
/// a hop with every tick.
class FlvDemuxerFuzzTest {

    /// Messages as the fuzz input has them: kind (8), timestamp (32), size (16), body.
    static Stream<byte[]> seeds() throws MediaException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : FlvFiles.all().toList()) {
            ByteArrayOutputStream seed = new ByteArrayOutputStream();
            FlvFiles.tags(file).stream().limit(20)
                    .forEach(tag -> append(seed, tag.type(), tag.timestampMs(), tag.body()));
            seeds.add(seed.toByteArray());
        }
        TagCases.all().forEach(each -> {
            ByteArrayOutputStream seed = new ByteArrayOutputStream();
            append(seed, each.type(), 0, each.body());
            seeds.add(seed.toByteArray());
        });
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void accept(byte[] input) throws MediaException {
        ByteBuffer in = ByteBuffer.wrap(input);
        FlvDemuxer demuxer = new FlvDemuxer();
        List<Signal> signals = new ArrayList<>();
        while (in.remaining() >= 7) {
            int type = in.get();
            long timestampMs = in.getInt() & 0xFFFF_FFFFL;
            int size = Math.min(in.getShort() & 0xFFFF, in.remaining());
            byte[] body = new byte[size];
            in.get(body);
            try {
                demuxer.accept(type, timestampMs, Bytes.wrap(body), signals::add);
            } catch (MediaException expected) {
                // The peer's fault; the next message may be good.
            }
        }
        for (Frame frame : FlvFiles.frames(signals)) {
            assertThat(frame.pts()).isGreaterThanOrEqualTo(frame.dts());
        }
        FlvFiles.hop(signals, new FlvMuxer(0, TrackChoice.ALL_TRACKS, Precision.TICKS),
                new FlvDemuxer());
    }

    private static void append(ByteArrayOutputStream seed, int type, long timestampMs,
            Bytes body) {
        ByteBuffer head = ByteBuffer.allocate(7).put((byte) type).putInt((int) timestampMs)
                .putShort((short) body.length());
        seed.writeBytes(head.array());
        seed.writeBytes(body.toArray());
    }
}
