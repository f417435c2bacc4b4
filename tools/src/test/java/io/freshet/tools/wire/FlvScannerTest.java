package io.freshet.tools.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.flv.FlvTag;
import io.freshet.format.flv.FlvWriter;
import io.freshet.media.Bytes;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlvScannerTest {

    private static final List<FlvTag> TAGS = List.of(
            tag(FlvTag.SCRIPT, 0, 20), tag(FlvTag.VIDEO, 0, 7), tag(FlvTag.AUDIO, 21, 0),
            tag(FlvTag.VIDEO, 40, 200), tag(FlvTag.AUDIO, 0x0100_0002L, 64),
            tag(FlvTag.VIDEO, 0xFFFF_FFFFL, 65));

    private static FlvTag tag(int type, long timestampMs, int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i + type);
        }
        return new FlvTag(type, timestampMs, Bytes.EMPTY, Bytes.wrap(body));
    }

    private static byte[] wire() {
        ByteBuffer out = ByteBuffer.allocate(4096);
        FlvWriter.header(true, true).writeTo(out);
        TAGS.forEach(each -> FlvWriter.write(each, out));
        byte[] wire = new byte[out.position()];
        out.get(0, wire);
        return wire;
    }

    private static List<String> expected() {
        return TAGS.stream().map(tag -> tag.type() + "@" + tag.timestampMs() + " "
                + tag.bodyLength() + " " + hex(tag)).toList();
    }

    private static String hex(FlvTag tag) {
        int count = Math.min(Head.BYTES_MAX, tag.bodyLength());
        return HexFormat.of().formatHex(tag.body().toArray(), 0, count);
    }

    @Test
    void findsEveryTagHoweverTheStreamIsCut() throws PeerFault {
        byte[] wire = wire();
        assertThat(Heard.inPieces(wire, wire.length, 1, new FlvScanner()::read))
                .isEqualTo(expected());
        assertThat(Heard.inPieces(wire, 1, 1, new FlvScanner()::read)).isEqualTo(expected());
        for (int cut = 1; cut < wire.length; cut++) {
            assertThat(Heard.inPieces(wire, cut, wire.length, new FlvScanner()::read))
                    .as("cut at " + cut).isEqualTo(expected());
        }
    }

    @Test
    void aTagThatIsNotWholeIsNotTold() throws PeerFault {
        for (byte[] cut : ByteFaults.cutAtEveryByte(wire())) {
            List<String> told = Heard.inPieces(cut, cut.length, 1, new FlvScanner()::read);
            assertThat(expected().subList(0, told.size())).isEqualTo(told);
        }
    }

    @Test
    void whatIsNoFlvIsTheServersFault() {
        assertThatThrownBy(() -> Heard.inPieces(new byte[20], 20, 1, new FlvScanner()::read))
                .isInstanceOf(PeerFault.class).hasMessage("no FLV");
    }

    @Test
    void damageIsNeverOurFault() {
        for (byte[] damaged : ByteFaults.damaged(wire(), 2_000, 7)) {
            try {
                assertThat(Heard.inPieces(damaged, 100, 33, new FlvScanner()::read)).isNotNull();
            } catch (PeerFault expected) {
                assertThat(expected.kind()).isNotBlank();
            }
        }
    }
}
