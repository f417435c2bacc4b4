package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.store.Database;
import io.freshet.control.store.DatabaseOptions;
import io.freshet.control.store.Shift;
import io.freshet.testkit.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void oneIsMadeEveryDayAndTheOldestGo() throws Exception {
        Path files = folder.resolve("backups");
        Backups.Schedule schedule = new Backups.Schedule(files, Duration.ofDays(1), 3);
        try (Database database = Database.open(DatabaseOptions.sqlite(folder.resolve("db")))) {
            Backups backups = new Backups(database);
            for (int hour = 0; hour < 5 * 24; hour++) {
                backups.chore(schedule, Shift.ALONE, clock);
                clock.advanceMs(3_600_000);
            }
            assertThat(names(files)).containsExactly("freshet-20260103-000000.jsonl.gz",
                    "freshet-20260104-000000.jsonl.gz", "freshet-20260105-000000.jsonl.gz");
            Path newest = files.resolve("freshet-20260105-000000.jsonl.gz");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(newest)))
                    .isEqualTo("rw-------");
            assertThat(backups.read(newest, false)).isZero();
        }
    }

    /// Two nodes with one database, looked at every hour, of which first one and then the other is
    /// on duty.
    private void pass(Database database, Path first, Path second, int hours, String onDuty)
            throws Exception {
        for (int hour = 0; hour < hours; hour++) {
            for (Path own : List.of(first, second)) {
                new Backups(database).chore(new Backups.Schedule(own, Duration.ofDays(1), 3),
                        new Shift(own.toString(), () -> own.endsWith(onDuty)), clock);
            }
            clock.advanceMs(3_600_000);
        }
    }

    @Test
    void whoTakesOverTheDutyMakesOneAtOnceAndThenEveryDay() throws Exception {
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        try (Database database = Database.open(DatabaseOptions.sqlite(folder.resolve("db")))) {
            pass(database, first, second, 36, "first");
            assertThat(names(first)).hasSize(2);
            assertThat(names(second)).as("off duty").isEmpty();
            pass(database, first, second, 24, "second");
            assertThat(names(second)).as("what died with the first is no backup")
                    .containsExactly("freshet-20260102-120000.jsonl.gz");
            pass(database, first, second, 1, "second");
            assertThat(names(second)).hasSize(2);
            assertThat(names(first)).hasSize(2);
        }
    }

    @Test
    void inAFolderThatNodesShareThereIsOneADayWhoeverIsOnDuty() throws Exception {
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), first);
        try (Database database = Database.open(DatabaseOptions.sqlite(folder.resolve("db")))) {
            pass(database, first, second, 18, "first");
            pass(database, first, second, 18, "second");
            assertThat(names(first)).containsExactly("freshet-20260101-000000.jsonl.gz",
                    "freshet-20260102-000000.jsonl.gz");
        }
    }

    @Test
    void noneIsMadeIfNoneIsKept() throws Exception {
        try (Database database = Database.open(DatabaseOptions.sqlite(folder.resolve("db")))) {
            new Backups(database).chore(Backups.Schedule.OFF, Shift.ALONE, clock);
        }
        assertThat(names(folder)).noneMatch(name -> name.contains("jsonl"));
    }
}
