package io.freshet.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one database wrote, another takes back, of whichever kind.
class DumpStoreTest {

    private static final String HOSTILE = "a\"b\\\n\u2028<é中😀'; DROP TABLE users;--";

    private static TestDatabase make(String kind) throws Exception {
        return kind.equals("sqlite") ? TestDatabase.sqlite() : TestDatabase.postgresql();
    }

    private static void fill(Database database) throws StoreAwayException {
        database.write(handle -> {
            for (int i = 0; i < 1203; i++) {
                handle.execute("INSERT INTO users VALUES (?, ?, 'h', '*=admin', 0, 1, ?, 5, NULL, "
                        + "7)", "u" + i, i + HOSTILE, 1_767_225_600_000L + i);
            }
            return handle.execute("INSERT INTO sessions VALUES ('s', 'hash', 'u7', 1, 2, 3, "
                    + "'::1', 'agent')");
        });
    }

    private static byte[] dump(Database database) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Dump(database).write(out);
        return out.toByteArray();
    }

    private static List<String> names(Database database) throws StoreAwayException {
        return database.read(handle -> handle.select(
                "SELECT name FROM users ORDER BY created_ms").mapTo(String.class).list());
    }

    @ParameterizedTest
    @CsvSource({"sqlite, sqlite", "sqlite, postgresql", "postgresql, sqlite",
            "postgresql, postgresql"})
    void everythingComesBack(String from, String to) throws Exception {
        try (TestDatabase one = make(from); Database source = Database.open(one.options());
                TestDatabase two = make(to); Database target = Database.open(two.options())) {
            fill(source);
            byte[] dumped = dump(source);
            long rows = new Dump(target).read(new ByteArrayInputStream(dumped), false);
            assertThat(rows).isEqualTo(1204);
            assertThat(names(target)).isEqualTo(names(source)).hasSize(1203)
                    .contains("7" + HOSTILE);
            assertThat(new String(dump(target), StandardCharsets.UTF_8).lines().sorted())
                    .containsExactlyElementsOf(new String(dumped, StandardCharsets.UTF_8).lines()
                            .sorted().toList());
            assertThatThrownBy(() -> new Dump(target).read(new ByteArrayInputStream(dumped),
                    false)).isInstanceOf(Dump.Unusable.class).hasMessageContaining("not empty");
            assertThat(new Dump(target).read(new ByteArrayInputStream(dumped), true))
                    .isEqualTo(1204);
        }
    }

    @Test
    void othersWriteWhileItIsMadeAndItDoesNotSeeThem() throws Exception {
        for (String kind : List.of("sqlite", "postgresql")) {
            try (TestDatabase made = make(kind); Database database = Database.open(
                    made.options())) {
                fill(database);
                ByteArrayOutputStream out = new ByteArrayOutputStream() {
                    private boolean written;

                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        if (!written) {
                            written = true;
                            try {
                                database.write(handle -> handle.execute("DELETE FROM users"));
                            } catch (StoreAwayException e) {
                                throw new AssertionError(e);
                            }
                        }
                        super.write(bytes, offset, length);
                    }
                };
                assertThat(new Dump(database).write(out)).as(kind).isEqualTo(1204);
                assertThat(names(database)).isEmpty();
            }
        }
    }

    @Test
    void aFileThatWasCutChangesNothing() throws Exception {
        try (TestDatabase made = make("sqlite"); Database database = Database.open(
                made.options())) {
            fill(database);
            byte[] whole = dump(database);
            for (int length = 0; length < whole.length - 2; length += 1 + length / 7) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> new Dump(database).read(new ByteArrayInputStream(cut),
                        true)).isInstanceOf(Dump.Unusable.class);
            }
            assertThat(names(database)).hasSize(1203);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "{}", "[]", "{\"freshet\":2,\"scheme\":\"1\"}",
            "{\"freshet\":1,\"scheme\":\"999\"}",
            "{\"freshet\":1,\"scheme\":\"1\"}\n[1]",
            "{\"freshet\":1,\"scheme\":\"1\"}\n{\"table\":\"sqlite_master\",\"columns\":[\"a\"]}",
            "{\"freshet\":1,\"scheme\":\"1\"}\n{\"table\":\"users\",\"columns\":[\"1); --\"]}",
            "{\"freshet\":1,\"scheme\":\"1\"}\n{\"table\":\"users\",\"columns\":[\"id\"]}\n[1,2]",
            "{\"freshet\":1,\"scheme\":\"1\"}\n{\"end\":3}"})
    void whatIsNoBackupIsRefused(String text) throws Exception {
        try (TestDatabase made = make("sqlite"); Database database = Database.open(
                made.options())) {
            assertThatThrownBy(() -> new Dump(database).read(new ByteArrayInputStream(
                    text.getBytes(StandardCharsets.UTF_8)), false))
                    .isInstanceOf(Dump.Unusable.class);
        }
    }
}
