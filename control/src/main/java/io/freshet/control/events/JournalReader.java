package io.freshet.control.events;

import io.freshet.control.events.JournalFolder.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the journal from where it was shipped to.
///
/// Threading: confined to one thread; another one may write meanwhile.
final class JournalReader {

    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})\\s*");

    private final JournalFolder folder;
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * JournalLine.BYTES_MAX);
    private Place at;
    private Place noted;
    private long damaged;

    private JournalReader(JournalFolder folder, Place at) {
        this.folder = folder;
        this.at = at;
        this.noted = at;
    }

    /// Goes on where the last one noted that it was.
    static JournalReader open(JournalFolder folder) throws IOException {
        List<Long> files = folder.files();
        Place begin = new Place(files.isEmpty() ? 1 : files.getFirst(), 0);
        Path shipped = folder.shipped();
        if (Files.exists(shipped)) {
            Matcher match = PLACE.matcher(Files.readString(shipped));
            if (match.matches()) {
                Place known = new Place(Long.parseLong(match.group(1)),
                        Long.parseLong(match.group(2)));
                return new JournalReader(folder, known.file() < begin.file() ? begin : known);
            }
        }
        return new JournalReader(folder, begin);
    }

    /// Events and the place behind them.
    ///
    /// @param events to ship; empty if there is nothing new
    /// @param after  to go on at
    record Batch(List<LoggedEvent> events, Place after) {
    }

    /// What follows, up to `end`; the same again until [#shipped] is told.
    Batch next(int max, Place end) throws IOException {
        Place place = at;
        List<LoggedEvent> events = new ArrayList<>();
        while (events.isEmpty() && (place.file() < end.file()
                || place.file() == end.file() && place.offset() < end.offset())) {
            Place before = place;
            place = read(place, max, end, events);
            if (place.equals(before)) {
                place = place.file() < end.file() ? new Place(place.file() + 1, 0) : end;
            }
        }
        return new Batch(events, place);
    }

    private Place read(Place from, int max, Place end, List<LoggedEvent> into)
            throws IOException {
        try (FileChannel channel = FileChannel.open(folder.file(from.file()),
                StandardOpenOption.READ)) {
            long until = from.file() == end.file() ? end.offset() : channel.size();
            buffer.clear().limit(Math.clamp(until - from.offset(), 0, buffer.capacity()));
            while (buffer.hasRemaining()
                    && channel.read(buffer, from.offset() + buffer.position()) > 0) {
                // Until all of it has come.
            }
            return new Place(from.file(), from.offset() + lines(max, into));
        } catch (NoSuchFileException _) {
            // It had to make room; how many went with it was counted then.
            return from;
        }
    }

    /// Takes whole lines, and says how many bytes they were.
    private int lines(int max, List<LoggedEvent> into) {
        int begin = 0;
        for (int i = 0; i < buffer.position() && into.size() < max; i++) {
            if (buffer.get(i) == '\n') {
                JournalLine.parse(buffer.array(), begin, i - begin)
                        .ifPresentOrElse(into::add, () -> damaged++);
                begin = i + 1;
            }
        }
        boolean tooLong = begin == 0 && buffer.position() == buffer.capacity();
        return tooLong ? buffer.position() : begin;
    }

    /// What was read before `place` needs not be read again.
    void shipped(Place place) throws IOException {
        at = place;
        for (long file : folder.files()) {
            if (file < place.file()) {
                Files.deleteIfExists(folder.file(file));
            }
        }
    }

    /// Writes down where it is; after a crash it begins at the last such place.
    void note() throws IOException {
        if (at.equals(noted)) {
            return;
        }
        Path fresh = folder.path().resolve("shipped.new");
        Files.writeString(fresh, at.file() + " " + at.offset() + "\n");
        Files.move(fresh, folder.shipped(), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        noted = at;
    }

    /// Lines that could not be read.
    long damaged() {
        return damaged;
    }
}
