package io.freshet.format.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.format.flv.FlvTag;
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

/// Whatever another node says, it is understood or refused; what is understood survives a hop.
class RelayDemuxerFuzzTest {

    /// Messages as the fuzz input has them: kind (8), timestamp (32), size (16), body.
    static Stream<byte[]> seeds() {
        List<List<FlvTag>> lists = new ArrayList<>();
        RelayCases.all().forEach(each -> lists.add(RelayCases.tags(List.of(each.signal()))));
        lists.add(RelayCases.tags(RelayCases.file("h264-bframes-aac.flv").subList(0, 20)));
        lists.add(List.of(RelayMuxer.live(), RelayMuxer.alive()));
        return lists.stream().map(tags -> {
            ByteArrayOutputStream seed = new ByteArrayOutputStream();
            append(seed, RelayMuxer.hello(new RelayHello(0, 1, false)));
            tags.forEach(tag -> append(seed, tag));
            return seed.toByteArray();
        });
    }

    private static void append(ByteArrayOutputStream seed, FlvTag tag) {
        ByteBuffer head = ByteBuffer.allocate(7).put((byte) tag.type())
                .putInt((int) tag.timestampMs()).putShort((short) tag.bodyLength());
        seed.writeBytes(head.array());
        seed.writeBytes(tag.body().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void accept(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        RelayDemuxer demuxer = new RelayDemuxer();
        List<Signal> signals = new ArrayList<>();
        while (in.remaining() >= 7) {
            int type = in.get();
            long timestampMs = in.getInt() & 0xFFFF_FFFFL;
            byte[] body = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining())];
            in.get(body);
            try {
                demuxer.accept(type, timestampMs, Bytes.wrap(body), signals::add);
            } catch (MediaException expected) {
                // The other node's fault; its relay is closed.
            }
        }
        for (Signal signal : signals) {
            if (signal instanceof Frame frame) {
                assertThat(frame.pts()).isGreaterThanOrEqualTo(frame.dts());
            }
        }
        RelayCases.tags(signals);
    }
}
