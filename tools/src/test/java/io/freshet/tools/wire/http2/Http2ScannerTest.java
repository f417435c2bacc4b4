package io.freshet.tools.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testkit.ByteFaults;
import io.freshet.tools.wire.PeerFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Frames are found wherever reads end.
final class Http2ScannerTest {

    /// Settings, headers, a body in two frames of which the first is padded, an empty last frame.
    private static final byte[] WIRE = HexFormat.of().parseHex("000006040000000000" + "000400600000"
            + "000003010400000001" + "88c0c1"
            + "000008000800000001" + "02" + "68656c6c6f" + "0000"
            + "000001000000000003" + "21"
            + "000000000100000001"
            + "000008060000000000" + "0102030405060708");

    private static final List<String> FOUND = List.of("4 0 000400600000", "1 1 88c0c1",
            "+1 8", "+3 1", "+1 0 last", "6 0 0102030405060708", "1=hello", "3=!");

    private static final class Notes implements Http2Scanner.Sink {

        private final List<String> lines = new ArrayList<>();
        private final StringBuilder one = new StringBuilder();
        private final StringBuilder three = new StringBuilder();

        @Override
        public void onData(int stream, ByteBuffer range) {
            (stream == 1 ? one : three).append(StandardCharsets.US_ASCII.decode(range));
        }

        @Override
        public void onDataEnd(int stream, int bytes, boolean isLast) {
            lines.add("+" + stream + " " + bytes + (isLast ? " last" : ""));
        }

        @Override
        public void onFrame(Http2Scanner.Head head, ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            lines.add(head.type() + " " + head.stream() + " " + HexFormat.of().formatHex(bytes));
        }

        private List<String> all() {
            List<String> all = new ArrayList<>(lines);
            all.add("1=" + one);
            all.add("3=" + three);
            return all;
        }
    }

    private static List<String> read(byte[] wire, int first, int size) throws PeerFault {
        Http2Scanner scanner = new Http2Scanner();
        Notes notes = new Notes();
        int count = first;
        for (int at = 0; at < wire.length; count = size) {
            int length = Math.min(Math.max(1, count), wire.length - at);
            ByteBuffer piece = ByteBuffer.allocateDirect(length).put(wire, at, length).flip();
            scanner.read(piece, notes);
            assertThat(piece.remaining()).isZero();
            at += length;
        }
        return notes.all();
    }

    @Test
    void framesCutAnywhereAreTheSame() throws PeerFault {
        for (int cut = 1; cut <= WIRE.length; cut++) {
            assertThat(read(WIRE, cut, WIRE.length)).as("cut at " + cut).isEqualTo(FOUND);
        }
        assertThat(read(WIRE, 1, 1)).isEqualTo(FOUND);
    }

    @Test
    void damageIsAFaultOfThePeerOrGoesUnnoticed() {
        for (byte[] each : ByteFaults.damaged(WIRE, 500, 7)) {
            try {
                read(each, 5, 11);
            } catch (PeerFault expected) {
                assertThat(expected.kind()).contains("HTTP/2");
            }
        }
    }

    @Test
    void moreThanAFrameMayHoldIsRefused() {
        byte[] wire = HexFormat.of().parseHex("004001000000000001");
        assertThatThrownBy(() -> read(wire, 9, 9)).isInstanceOf(PeerFault.class);
    }

    @Test
    void morePaddingThanFrameIsRefused() {
        byte[] wire = HexFormat.of().parseHex("000003000800000001" + "030000");
        assertThatThrownBy(() -> read(wire, 12, 12)).isInstanceOf(PeerFault.class);
    }
}
