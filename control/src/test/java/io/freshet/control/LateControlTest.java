package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class LateControlTest {

    @Test
    void nothingIsOpenedBeforeSomebodyComes() throws Exception {
        try (ControlRig rig = new ControlRig(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), 0), ControlOptions.Opening.ALL_LATE)) {
            rig.publish("live", "before", ControlRig.VIDEO);
            assertThat(rig.folder.resolve("freshet.db")).doesNotExist();
            assertThat(rig.folder.resolve("events")).doesNotExist();
            assertThat(rig.server.beacon(new byte[0])).isTrue();

            assertThat(rig.get("/api/v1/streams").body()).contains("\"before\"");
            assertThat(Files.exists(rig.folder.resolve("freshet.db"))).isTrue();
            assertThat(rig.folder.resolve("events")).exists();
            assertThat(rig.server.beacon(new byte[0])).isFalse();
        }
    }

    @Test
    void closesWithoutEverHavingBeenOpened() throws Exception {
        ControlRig rig = new ControlRig(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ControlOptions.Opening.ALL_LATE);
        rig.close();
        assertThat(rig.folder.resolve("freshet.db")).doesNotExist();
    }
}
