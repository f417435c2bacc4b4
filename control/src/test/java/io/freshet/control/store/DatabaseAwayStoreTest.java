package io.freshet.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that stops answering, is started again, or comes late; time is real here.
class DatabaseAwayStoreTest {

    /// It is 0.4 s, and 1 s is promised; a machine on which all tests run is later.
    private static final long AT_ONCE_MS = 1_500;
    private static final long BACK_MS = 5_000;

    @TempDir
    Path folder;

    private static long took(Callable<?> call) throws Exception {
        long beganNs = System.nanoTime();
        call.call();
        return (System.nanoTime() - beganNs) / 1_000_000;
    }

    private static DatabaseOptions options(EmbeddedPostgres server) {
        return new DatabaseOptions(server.getJdbcUrl("postgres", "postgres"), Path.of(""),
                "postgres", "", 4, Optional.empty());
    }

    private static long count(Database database) throws StoreAwayException {
        return database.read(handle -> handle.select("SELECT count(*) FROM users")
                .mapTo(Long.class).one());
    }

    private void signal(String name) throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                .getFirst().strip());
        // First the one that makes new ones, so that none is missed.
        signal("STOP", List.of(pid));
        List<Long> all = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid).orElseThrow().descendants().forEach(each -> all.add(each.pid()));
        signal(name, all);
    }

    private static void signal(String name, List<Long> pids)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("kill", "-" + name));
        pids.forEach(each -> words.add(each.toString()));
        assertThat(new ProcessBuilder(words).start().waitFor()).isZero();
    }

    private EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false).setServerConfig("fsync", "off").start();
    }

    /// All cores are kept busy, as they are when PostgreSQL hangs because its machine does.
    private static AutoCloseable load() {
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        return () -> over.set(true);
    }

    /// Twelve ask at once; each hears within a second that nobody is there.
    private static void askedInVain(Database database) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> waiting = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                waiting.add(callers.submit(() -> took(() -> {
                    assertThatThrownBy(() -> count(database))
                            .isInstanceOf(StoreAwayException.class);
                    return true;
                })));
            }
            for (Future<Long> each : waiting) {
                assertThat(each.get()).isLessThan(AT_ONCE_MS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyWaitsForAServerThatHangsAndItsReturnIsSeen(boolean busy) throws Exception {
        try (EmbeddedPostgres server = server();
                Database database = Database.open(options(server));
                AutoCloseable _ = busy ? load() : () -> { }) {
            assertThat(count(database)).isZero();
            signal("STOP");
            try {
                askedInVain(database);
                assertThat(database.isAway()).isTrue();
                assertThat(took(() -> {
                    assertThatThrownBy(() -> database.write(handle ->
                            handle.execute("DELETE FROM users")))
                            .isInstanceOf(StoreAwayException.class);
                    return true;
                })).isLessThan(500);
            } finally {
                signal("CONT");
            }
            awaitBack(database);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyWaitsForAServerThatIsKilled(boolean busy) throws Exception {
        try (EmbeddedPostgres server = server();
                Database database = Database.open(options(server));
                AutoCloseable _ = busy ? load() : () -> { }) {
            assertThat(count(database)).isZero();
            assertThat(server.getPort()).isPositive();
            signal("KILL");
            askedInVain(database);
        }
    }

    private static void awaitBack(Database database) throws Exception {
        long beganNs = System.nanoTime();
        while (true) {
            try {
                count(database);
                break;
            } catch (StoreAwayException notYet) {
                assertThat((System.nanoTime() - beganNs) / 1_000_000).isLessThan(BACK_MS);
                Thread.sleep(20);
            }
        }
        assertThat(database.isAway()).isFalse();
    }

    @Test
    void aServerThatComesLateIsTakenWhenItDoes() throws Exception {
        DatabaseOptions options;
        try (EmbeddedPostgres server = server()) {
            options = options(server);
        }
        try (Database database = Database.later(options)) {
            assertThat(took(() -> {
                assertThatThrownBy(() -> count(database)).isInstanceOf(StoreAwayException.class);
                return true;
            })).isLessThan(AT_ONCE_MS);
            assertThat(database.isAway()).isTrue();
            int port = Integer.parseInt(options.url().replaceAll(".*:(\\d+)/.*", "$1"));
            try (EmbeddedPostgres server = EmbeddedPostgres.builder().setPort(port)
                    .setDataDirectory(folder.resolve("data")).setCleanDataDirectory(false)
                    .setServerConfig("fsync", "off").start()) {
                awaitBack(database);
                assertThat(server.getPort()).isEqualTo(port);
            }
        }
    }
}
