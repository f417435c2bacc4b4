package io.freshet.server;

import io.freshet.live.Leader;
import io.freshet.live.packaging.Cutter;
import io.freshet.live.packaging.CutterStart;
import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.media.BadNameException;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Remembers the last segment number of each stream on disk, so that a restart goes on from there
/// even if the clock was set back.
///
/// The file has a line `app/name number discontinuity` per stream and is replaced as a whole. What
/// is lost by a crash are the numbers of the last seconds: the clock makes up for those.
///
/// Threading: shared; the map is concurrent, one thread writes the file.
final class SequenceBook implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SequenceBook.class.getName());
    private static final long SAVE_SECONDS = 5;
    /// Names may be made up by publishers; the book must not grow with them for ever.
    private static final int STREAMS_MAX = 20_000;

    private final Path file;
    private final Map<StreamKey, HighWater> marks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sequence").daemon().factory());
    private volatile BiConsumer<StreamKey, HighWater> listener = (_, _) -> { };
    private volatile boolean changed;

    /// @param file read now, written to later; its folder is there
    SequenceBook(Path file) throws IOException {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                read(line);
            }
        } catch (NoSuchFileException first) {
            LOG.log(System.Logger.Level.DEBUG, "no sequence book yet");
        }
        var _ = saver.scheduleWithFixedDelay(this::save, SAVE_SECONDS, SAVE_SECONDS,
                TimeUnit.SECONDS);
    }

    private void read(String line) {
        String[] words = line.split(" ");
        int slash = line.indexOf('/');
        try {
            StreamKey key = StreamKey.of(
                    words[0].substring(0, slash), words[0].substring(slash + 1));
            marks.put(key, new HighWater(Long.parseLong(words[1]), Integer.parseInt(words[2])));
        } catch (BadNameException | RuntimeException damaged) {
            LOG.log(System.Logger.Level.WARNING, () -> "a line of " + file + " makes no sense: "
                    + damaged.getMessage());
        }
    }

    /// Tells `reader` of every number that this node's leaders give or hear, on the streams' loops.
    void listen(BiConsumer<StreamKey, HighWater> reader) {
        listener = reader;
    }

    /// Others have come that far: a leader that is made from now on goes on above it.
    void raise(StreamKey key, HighWater mark) {
        if (mark.number() > marks.getOrDefault(key, HighWater.NONE).number()) {
            note(key, mark);
        }
    }

    /// The leader of a stream, which goes on where the last one stopped and notes where it is.
    Leader leader(StreamKey key, PackagingOptions options) {
        HighWater last = marks.getOrDefault(key, HighWater.NONE);
        Cutter cutter = new Cutter(options, new CutterStart(key.toString(), 0, last));
        return new Leader() {
            private HighWater noted = last;

            @Override
            public void accept(Signal signal, long nowNs, long wallMs, Consumer<Signal> out) {
                cutter.accept(signal, nowNs, wallMs, out);
                note();
            }

            @Override
            public void follow(Signal signal) {
                cutter.follow(signal);
                note();
            }

            @Override
            public void lead(long token) {
                cutter.lead(token);
            }

            private void note() {
                HighWater now = cutter.highWater();
                if (!now.equals(noted)) {
                    noted = now;
                    SequenceBook.this.note(key, now);
                    listener.accept(key, now);
                }
            }

            @Override
            public void end(Consumer<Signal> out) {
                cutter.end(out);
            }
        };
    }

    private void note(StreamKey key, HighWater mark) {
        if (marks.size() < STREAMS_MAX || marks.containsKey(key)) {
            marks.put(key, mark);
            changed = true;
        }
    }

    private synchronized void save() {
        if (!changed) {
            return;
        }
        changed = false;
        StringBuilder lines = new StringBuilder();
        Map<String, HighWater> sorted = new TreeMap<>();
        marks.forEach((key, mark) -> sorted.put(key.toString(), mark));
        sorted.forEach((key, mark) -> lines.append(key).append(' ').append(mark.number())
                .append(' ').append(mark.discontinuity()).append('\n'));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            changed = true;
            LOG.log(System.Logger.Level.WARNING, () -> "cannot save " + file
                    + "; segment numbers may repeat after a restart: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        saver.shutdownNow();
        save();
    }
}
