package io.freshet.control.events;

import io.freshet.control.events.JournalFolder.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Appends events to files, one line each.
///
/// What was appended survives the end of the process at once, and that of the machine after
/// [#sync]. A line that was cut off by either is taken away when the journal is opened again.
///
/// Threading: confined to one thread, but for [#end].
final class JournalWriter implements AutoCloseable {

    private static final int NEW_LINE = '\n';

    private final JournalFolder folder;
    private final JournalOptions options;
    private FileChannel channel;
    private volatile Place end;
    private boolean dirty;

    private JournalWriter(JournalFolder folder, JournalOptions options, FileChannel channel,
            Place end) {
        this.folder = folder;
        this.options = options;
        this.channel = channel;
        this.end = end;
    }

    /// Opens it, and makes the folder if there is none.
    static JournalWriter open(JournalFolder folder, JournalOptions options) throws IOException {
        Files.createDirectories(folder.path());
        List<Long> files = folder.files();
        long last = files.isEmpty() ? 1 : files.getLast();
        Path file = folder.file(last);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long good = afterLastLine(channel);
            channel.truncate(good);
            channel.position(good);
            return new JournalWriter(folder, options, channel, new Place(last, good));
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static long afterLastLine(FileChannel channel) throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - JournalLine.BYTES_MAX);
        ByteBuffer tail = ByteBuffer.allocate((int) (size - from));
        while (tail.hasRemaining() && channel.read(tail, from + tail.position()) > 0) {
            // Until all of it has come.
        }
        for (int i = tail.position() - 1; i >= 0; i--) {
            if (tail.get(i) == NEW_LINE) {
                return from + i + 1;
            }
        }
        return from;
    }

    /// Appends all of them.
    ///
    /// @return how many older events had to go to make room; 0 nearly always
    long append(List<LoggedEvent> events) throws IOException {
        long dropped = 0;
        if (end.offset() >= options.segmentBytes()) {
            dropped = roll();
        }
        long offset = end.offset();
        for (LoggedEvent event : events) {
            ByteBuffer line = ByteBuffer.wrap(JournalLine.write(event));
            while (line.hasRemaining()) {
                offset += channel.write(line, offset);
            }
        }
        dirty = true;
        // Not before the bytes are there: whoever reads up to here finds whole lines.
        end = new Place(end.file(), offset);
        return dropped;
    }

    private long roll() throws IOException {
        sync();
        long next = end.file() + 1;
        FileChannel opened = FileChannel.open(folder.file(next), StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        channel.close();
        channel = opened;
        end = new Place(next, 0);
        long dropped = 0;
        List<Long> files = folder.files();
        for (int i = 0; i < files.size() - options.filesMax(); i++) {
            dropped += lines(folder.file(files.get(i)));
            Files.deleteIfExists(folder.file(files.get(i)));
        }
        return dropped;
    }

    private static long lines(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        long count = 0;
        for (byte b : bytes) {
            count += b == NEW_LINE ? 1 : 0;
        }
        return count;
    }

    /// Brings what was appended to the disk.
    void sync() throws IOException {
        if (dirty) {
            channel.force(false);
            dirty = false;
        }
    }

    /// Where the next event goes; everything before is whole lines.
    Place end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        try {
            sync();
        } finally {
            channel.close();
        }
    }
}
