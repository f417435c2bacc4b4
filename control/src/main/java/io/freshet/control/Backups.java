package io.freshet.control;

import io.freshet.control.store.Database;
import io.freshet.control.store.Dump;
import io.freshet.control.store.Shift;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Backups in files, by hand or from time to time.
///
/// They are made directly on the database, in one snapshot, whether a node runs on it or not:
/// that needs no port, no token and no second way to stay right.
///
/// Threading: confined to its caller, which it blocks.
public final class Backups {

    private static final System.Logger LOG = System.getLogger(Backups.class.getName());
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String NAME = "freshet-[0-9]{8}-[0-9]{6}\\.jsonl\\.gz";

    private final Database database;

    public Backups(Database database) {
        this.database = database;
    }

    /// How often backups are made, and what is kept of them.
    ///
    /// @param folder of the files
    /// @param every  at least; a node that did not run makes one when it does
    /// @param keep   files; 0 makes none
    public record Schedule(Path folder, Duration every, int keep) {

        /// None are made.
        public static final Schedule OFF = new Schedule(Path.of("."), Duration.ofDays(1), 0);
    }

    /// Writes all there is into `file`, compressed if its name ends in `.gz`; readable to its owner
    /// alone, because it holds hashes of passwords. A file of that name is replaced at the end.
    ///
    /// @return rows
    public long write(Path file) throws IOException, StoreAwayException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------")));
        long rows;
        try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(part));
                OutputStream out = isPacked(file) ? new GZIPOutputStream(raw) : raw) {
            rows = new Dump(database).write(out);
        } catch (IOException | StoreAwayException failure) {
            Files.deleteIfExists(part);
            throw failure;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return rows;
    }

    /// Puts back what is in `file`.
    ///
    /// @param replace whether what is in the database is deleted before
    /// @return rows
    public long read(Path file, boolean replace)
            throws IOException, StoreAwayException, Dump.Unusable {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = isPacked(file) ? new GZIPInputStream(raw) : raw) {
            return new Dump(database).read(in, replace);
        }
    }

    private static boolean isPacked(Path file) {
        return file.toString().endsWith(".gz");
    }

    /// Makes a backup if the newest is old enough, and deletes those that are too many.
    ///
    /// Of several nodes the one on duty makes it, and goes by its own folder: a backup that died
    /// with another node is none.
    void chore(Schedule schedule, Shift shift, Clock clock) throws StoreAwayException {
        if (schedule.keep() == 0 || !shift.onDuty().getAsBoolean()) {
            return;
        }
        try {
            Files.createDirectories(schedule.folder());
            Instant now = Instant.ofEpochMilli(clock.wallMs());
            List<String> before = names(schedule.folder());
            if (!before.isEmpty() && before.getLast().compareTo(
                    name(now.minus(schedule.every()))) > 0) {
                return;
            }
            String name = name(now);
            long rows = write(schedule.folder().resolve(name));
            LOG.log(System.Logger.Level.INFO, () -> "backup file=" + name + " rows=" + rows);
            List<String> all = names(schedule.folder());
            for (String old : all.subList(0, Math.max(0, all.size() - schedule.keep()))) {
                Files.deleteIfExists(schedule.folder().resolve(old));
            }
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, () -> "backup failed reason=" + failure);
        }
    }

    private static String name(Instant at) {
        return "freshet-" + STAMP.format(at) + ".jsonl.gz";
    }

    /// The oldest first.
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(NAME)).sorted().toList();
        }
    }
}
