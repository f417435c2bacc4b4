package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.server.config.HealingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksTest {

    @TempDir Path folder;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(),
                            StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Hooks hooks(boolean mayBePrivate, String command) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return new Hooks(new HealingSettings.Hooks(base + "/purge?host={host}&why={reason}",
                "", mayBePrivate, command));
    }

    @Test
    void tellsThatANodeIsOutWithItsWordsEscaped() throws Exception {
        assertThat(hooks(true, "").withdraw(KubernetesProviderTest.NODE, "a \"b\" & c")).isEmpty();
        assertThat(asked.poll(5, TimeUnit.SECONDS)).isEqualTo(
                "POST /purge?host=192.0.2.7&why=a%20%22b%22%20%26%20c "
                        + "{\"host\":\"192.0.2.7\",\"node\":\"edge-1\",\"reason\":\"a  b  & c\","
                        + "\"what\":\"withdraw\"}");
    }

    @Test
    void asksNoPrivateAddressUnlessAllowed() throws Exception {
        assertThat(hooks(false, "").withdraw(KubernetesProviderTest.NODE, "x"))
                .hasValueSatisfying(said -> assertThat(said).contains("private"));
        assertThat(asked).isEmpty();
    }

    @Test
    void runsACommandWithoutAShell() throws Exception {
        Path script = folder.resolve("hook");
        Files.writeString(script, "#!/bin/sh\nprintf '%s|' \"$@\" > "
                + folder.resolve("said") + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThat(hooks(true, script + " {what} {reason}").restore(KubernetesProviderTest.NODE))
                .isEmpty();
        assertThat(folder.resolve("said")).hasContent("restore|healed|");
        assertThat(asked).isEmpty();
    }

    @Test
    void aCommandIsOneWordAValueWhateverStandsInIt() throws Exception {
        Path script = folder.resolve("words");
        Files.writeString(script, "#!/bin/sh\nprintf '%s|' \"$@\" > "
                + folder.resolve("said") + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThat(new Command(List.of(script.toString(), "{reason}"), Duration.ofSeconds(10))
                .run(Map.of("reason", "x; rm -rf $HOME `id`"))).isEmpty();
        assertThat(folder.resolve("said")).hasContent("x; rm -rf $HOME `id`|");
    }

    @Test
    void aCommandThatFailsOrDoesNotEndIsSaidToHave() throws Exception {
        assertThat(Command.of("false").run(Map.of())).hasValue("false ended with 1");
        assertThat(Command.of("/no/such/program").run(Map.of())).isPresent();
        assertThat(new Command(List.of("sleep", "60"), Duration.ofMillis(200)).run(Map.of()))
                .hasValueSatisfying(said -> assertThat(said).contains("runs for more"));
    }
}
