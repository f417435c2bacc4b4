package io.freshet.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqliteDatabaseStoreTest extends DatabaseContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.sqlite();
    }

    @Test
    void itsFilesAreForTheirOwnerAlone() throws Exception {
        try (TestDatabase made = TestDatabase.sqlite();
                Database database = Database.open(made.options())) {
            database.write(handle -> handle.execute("CREATE TABLE secrets (id TEXT)"));
            Path file = made.options().file();
            for (String suffix : List.of("", "-wal")) {
                assertThat(Files.getPosixFilePermissions(Path.of(file + suffix)))
                        .containsOnly(PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE);
            }
        }
    }
}
