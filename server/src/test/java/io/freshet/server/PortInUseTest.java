package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.config.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortInUseTest {

    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue          tr tm->when    uid  timeout inode
               0: 0100007F:078F 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1
               1: 0100007F:1F90 0100007F:078F 01 00000000:00000000 00:00000000 00000000 0 0 4712 1
            """;

    @TempDir
    Path proc;

    private void givenNginxListens() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), TABLE);
        Path fds = Files.createDirectories(proc.resolve("812/fd"));
        Files.createSymbolicLink(fds.resolve("3"), Path.of("pipe:[9]"));
        Files.createSymbolicLink(fds.resolve("7"), Path.of("socket:[4711]"));
        Files.writeString(proc.resolve("812/comm"), "nginx\n");
    }

    @Test
    void namesPortHolderAndTheKeyToChange() throws IOException {
        givenNginxListens();
        assertThat(new PortInUse(proc).message("rtmp.listen", new Listen("0.0.0.0", 1935)))
                .isEqualTo("rtmp.listen: port 1935 is in use by nginx (process 812); stop that, or"
                        + " set rtmp.listen (FRESHET_RTMP_LISTEN) to another address");
    }

    @Test
    void aConnectionOfThatPortIsNotItsHolder() throws IOException {
        givenNginxListens();
        assertThat(new PortInUse(proc).holder(8080)).isEmpty();
    }

    @Test
    void saysThatThePortIsInUseWhereThereIsNoProc() {
        assertThat(new PortInUse(proc.resolve("none")).message("http.listen", new Listen("::", 80)))
                .startsWith("http.listen: port 80 is in use; stop that");
    }
}
