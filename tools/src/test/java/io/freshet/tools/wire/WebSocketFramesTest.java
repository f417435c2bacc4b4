package io.freshet.tools.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class WebSocketFramesTest {

    private static String read(String hex, int cut) throws PeerFault {
        byte[] wire = HexFormat.of().parseHex(hex.replace(" ", ""));
        StringBuilder told = new StringBuilder();
        WebSocketFrames.Sink sink = new WebSocketFrames.Sink() {
            @Override
            public void onData(ByteBuffer range) {
                told.append(Bytes.copyOf(range));
            }

            @Override
            public void onPing(ByteBuffer pong) {
                told.append('[').append(Bytes.copyOf(pong)).append(']');
            }
        };
        WebSocketFrames frames = new WebSocketFrames();
        frames.read(ByteBuffer.wrap(wire, 0, cut), sink);
        frames.read(ByteBuffer.wrap(wire, cut, wire.length - cut), sink);
        return told.toString();
    }

    @Test
    void dataIsHandedOnAndPingsAreAnsweredWhereverItIsCut() throws PeerFault {
        String wire = "82 02 aabb  89 01 77  82 7e 0003 ccddee  82 7f 0000000000000001 ff";
        for (int cut = 0; cut <= 23; cut++) {
            assertThat(read(wire, cut)).as("cut at " + cut)
                    .isEqualTo("aabb[8a810000000077]ccddeeff");
        }
    }

    @Test
    void aCloseFrameEndsIt() {
        assertThatThrownBy(() -> read("88 02 03e8", 1)).hasMessage("closed by the server");
        assertThatThrownBy(() -> read("82 81 00", 3)).hasMessage("bad WebSocket frame");
    }
}
