package io.freshet.cluster.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.coordination.Heartbeat;
import io.freshet.coordination.NodeLoad;
import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {

    private static final Heartbeat BEAT = new Heartbeat("edge-1", 5, 6, 7,
            new NodeLoad(8, 9, 10, 11, 12, 13));

    @Test
    void whatIsSentIsRead() throws Exception {
        assertThat(Heartbeat.parse(BEAT.bytes())).isEqualTo(BEAT);
    }

    @Test
    void aNodeOfAnOlderVersionSaysNothingOfWhomItRefusedAndOfItsRoom() throws Exception {
        String text = StandardCharsets.UTF_8.decode(BEAT.bytes().buffer()).toString();
        String older = text.replace("refused=12\n", "").replace("room=13\n", "");
        assertThat(older).isNotEqualTo(text);
        assertThat(Heartbeat.parse(Bytes.wrap(older.getBytes(StandardCharsets.UTF_8))).load())
                .isEqualTo(new NodeLoad(8, 9, 10, 11, 0, 0));
    }
}
