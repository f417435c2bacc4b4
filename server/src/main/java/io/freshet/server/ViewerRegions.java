package io.freshet.server;

import io.freshet.net.address.BadLocationDatabase;
import io.freshet.net.address.LocationDatabase;
import io.freshet.net.address.RegionCodes;
import io.freshet.net.address.Regions;
import io.freshet.server.config.WatchSettings.Places;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Supplier;

/// Which region viewers are in: by ranges of addresses, and by a database, whose file is looked at
/// every other second and read again when it has changed.
///
/// Threading: shared; what reads files blocks its caller, and is guarded by `this`.
final class ViewerRegions {

    private static final System.Logger LOG = System.getLogger(ViewerRegions.class.getName());
    /// The largest databases of cities have half of it.
    private static final int FILE_BYTES_MAX = 256 << 20;

    private volatile Book book;
    /// Of a file that was written a moment ago, or was refused: it is read when it changes again.
    private Stamp settling;
    private Stamp refused = Stamp.NONE;

    /// @param file  empty if there is none
    /// @param stamp of the file as it was read
    private record Book(Optional<Path> file, Regions ranges, RegionCodes codes, Stamp stamp,
            Regions regions) {
    }

    /// What tells that a file is another one.
    private record Stamp(long bytes, FileTime modified, String key) {

        static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), "");

        static Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes found =
                        Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(found.size(), found.lastModifiedTime(),
                        String.valueOf(found.fileKey()));
            } catch (NoSuchFileException _) {
                throw new IOException("audience.region-database: " + file
                        + ": there is no such file");
            }
        }
    }

    private ViewerRegions(Book book) {
        this.book = book;
        this.settling = book.stamp();
    }

    /// Reads what the settings name.
    ///
    /// @throws IOException  naming the file and what is wrong with it
    /// @throws StartFailure naming the key and what is wrong with it
    static ViewerRegions open(Places places) throws IOException, StartFailure {
        try {
            return new ViewerRegions(read(places));
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /// What holds now.
    Regions now() {
        return book.regions();
    }

    /// Reads what other settings name, and changes nothing yet.
    ///
    /// @return takes it into use
    /// @throws IOException              naming the file and what is wrong with it
    /// @throws IllegalArgumentException naming the key and what is wrong with it
    Runnable prepare(Places places) throws IOException {
        Book next = read(places);
        return () -> take(next);
    }

    private synchronized void take(Book next) {
        book = next;
        settling = next.stamp();
        refused = Stamp.NONE;
    }

    /// Reads the database again if its file has changed and stays as it is from one look to the
    /// next. A file that cannot be used is told of once, and changes nothing.
    synchronized void look() {
        Book now = book;
        if (now.file().isEmpty()) {
            return;
        }
        Stamp stamp = Stamp.NONE;
        try {
            stamp = Stamp.of(now.file().get());
            if (!stamp.equals(settling)) {
                settling = stamp;
            } else if (!stamp.equals(now.stamp()) && !stamp.equals(refused)) {
                take(read(now.file(), now.ranges(), now.codes()));
            }
        } catch (IOException broken) {
            if (!stamp.equals(refused) || !stamp.equals(settling)) {
                refused = stamp;
                settling = stamp;
                LOG.log(System.Logger.Level.WARNING, () ->
                        "region database refused, the old one stays reason="
                                + broken.getMessage());
            }
        }
    }

    private static Book read(Places places) throws IOException {
        Regions ranges = named("audience.regions", () -> Regions.of(places.ranges()));
        RegionCodes codes = named("audience.region-codes", () -> RegionCodes.of(places.codes()));
        Optional<Path> file = places.database().isEmpty() ? Optional.empty()
                : Optional.of(Path.of(places.database()));
        if (file.isPresent() && codes.isEmpty()) {
            throw new IllegalArgumentException("audience.region-codes is missing: which codes of"
                    + " the database are which region, such as eu=continent:EU");
        }
        if (file.isEmpty() && !codes.isEmpty()) {
            throw new IllegalArgumentException("audience.region-codes: without"
                    + " audience.region-database nobody tells the code of an address");
        }
        return read(file, ranges, codes);
    }

    private static <T> T named(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(key + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Book read(Optional<Path> file, Regions ranges, RegionCodes codes)
            throws IOException {
        if (file.isEmpty()) {
            return new Book(file, ranges, codes, Stamp.NONE, ranges);
        }
        Path path = file.get();
        Stamp stamp = Stamp.of(path);
        try {
            LocationDatabase database = LocationDatabase.parse(bytes(path));
            LOG.log(System.Logger.Level.INFO, () -> "region database in use file=" + path
                    + " type=" + database.type() + " built=" + database.built());
            return new Book(file, ranges, codes, stamp,
                    ranges.orElse(address -> codes.of(database.find(address))));
        } catch (BadLocationDatabase bad) {
            throw new IOException("audience.region-database: " + path + ": " + bad.getMessage(),
                    bad);
        }
    }

    /// It is kept, and for a moment so is the one before: half of the memory at most.
    private static byte[] bytes(Path path) throws IOException {
        int most = (int) Math.min(FILE_BYTES_MAX, Runtime.getRuntime().maxMemory() / 4);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException("audience.region-database: " + path + ": has more than "
                        + most + " bytes, a quarter of the memory that this node may have, or"
                        + " 256 MiB");
            }
            return bytes;
        }
    }
}
