package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.FlvTag;
import io.freshet.format.flv.FlvWriter;
import io.freshet.media.Bytes;
import io.freshet.tools.wire.FlvScanner;
import io.freshet.tools.wire.MessageListener;
import io.freshet.tools.wire.MessageView;
import io.freshet.tools.wire.PeerFault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameClockTest {

    private static final long EPOCH_US = 1_795_000_000_123_456L;
    private static final String PICTURE = "00000004 65888480";

    private static Bytes body(String hex) {
        return Bytes.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /// The age that a viewer finds in a tag, at `EPOCH_US` + 1.5 ms.
    private static long age(FlvTag tag) throws PeerFault {
        ByteBuffer wire = ByteBuffer.allocate(1024);
        FlvWriter.header(true, true).writeTo(wire);
        FlvWriter.write(tag, wire);
        List<Long> ages = new ArrayList<>();
        new FlvScanner().read(wire.flip(), new MessageListener() {
            @Override
            public void onMedia(MessageView message) {
                ages.add(FrameClock.ageUs(message, 9_000_000, EPOCH_US + 1_500));
            }

            @Override
            public void onOther(int type, Bytes other) {
                throw new AssertionError("FLV has media alone");
            }
        });
        return ages.getFirst();
    }

    private static Clip.Entry video(String header, int clockAt, boolean isHevc) {
        return new Clip.Entry(FlvTag.VIDEO, 0, body(header + PICTURE), true, clockAt, isHevc);
    }

    @Test
    void whatAPublisherWritesAViewerReads() throws PeerFault {
        assertThat(age(video("1701000000", 5, false).tag(0, EPOCH_US))).isEqualTo(1_500);
        assertThat(age(video("1c01000000", 5, true).tag(0, EPOCH_US))).isEqualTo(1_500);
        assertThat(age(video("9168766331000000", 8, true).tag(0, EPOCH_US))).isEqualTo(1_500);
        assertThat(age(video("9361766331", 5, false).tag(0, EPOCH_US))).isEqualTo(1_500);
    }

    @Test
    void theClockOfLgCountsMonotonicTime() throws PeerFault {
        String stamp = "80 80 80 80 84 a2 a8 80";
        // 8 998 912 = 4 * 128^3 + 34 * 128^2 + 40 * 128
        Bytes body = body("1701000000 0000001c 06 05 18 deadbeef0102030405060708090a0b0c" + stamp
                + "80" + PICTURE);
        long us = (4L << 21) + (34L << 14) + (40L << 7);
        assertThat(age(new FlvTag(FlvTag.VIDEO, 0, Bytes.EMPTY, body))).isEqualTo(9_000_000 - us);
    }

    @Test
    void framesWithoutAClockSayNothing() throws PeerFault {
        assertThat(age(video("1701000000", 5, false).tag(0, -1))).isEqualTo(-1);
        assertThat(age(video("1701000000", -1, false).tag(0, EPOCH_US))).isEqualTo(-1);
        assertThat(age(new FlvTag(FlvTag.VIDEO, 0, Bytes.EMPTY, body("17")))).isEqualTo(-1);
    }

    @Test
    void aClockOfAnotherDayIsNotBelieved() throws PeerFault {
        assertThat(age(video("1701000000", 5, false).tag(0, EPOCH_US - 86_400_000_000L)))
                .isEqualTo(-1);
    }

    @Test
    void noStartCodeComesAbout() {
        for (long us = 0; us < 1L << 55; us = us * 2 + 1) {
            String hex = HexFormat.of().formatHex(FrameClock.nal(false, us).toArray(), 4, 32);
            for (int i = 0; i + 6 <= hex.length(); i += 2) {
                assertThat(hex.substring(i, i + 4)).isNotEqualTo("0000");
            }
        }
    }
}
