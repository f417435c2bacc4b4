package io.freshet.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.events.JournalFolder.Place;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was appended is read again, whatever happens to the process or the file between.
class JournalTest {

    @TempDir
    private Path path;
    private JournalFolder folder;

    @BeforeEach
    void name() {
        folder = new JournalFolder(path);
    }

    private static LoggedEvent event(int number) {
        return new LoggedEvent(String.format("%06d", number), number,
                Event.of("stream.started", new StreamKey("live", "a"),
                        "text", "line\nbreak \"quoted\" ünïcode \uD83C\uDF0A " + number));
    }

    private static List<LoggedEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(JournalTest::event).toList();
    }

    private List<LoggedEvent> readAll(JournalReader reader, Place end) throws IOException {
        List<LoggedEvent> all = new ArrayList<>();
        while (true) {
            JournalReader.Batch batch = reader.next(7, end);
            reader.shipped(batch.after());
            if (batch.events().isEmpty()) {
                return all;
            }
            all.addAll(batch.events());
        }
    }

    @Test
    void whatWasAppendedIsReadInOrder() throws IOException {
        try (JournalWriter writer = JournalWriter.open(folder, JournalOptions.DEFAULT)) {
            writer.append(events(0, 50));
            writer.append(events(50, 100));
            JournalReader reader = JournalReader.open(folder);
            assertThat(readAll(reader, writer.end())).isEqualTo(events(0, 100));
        }
    }

    @Test
    void readingGoesOnWhereItWasNoted() throws IOException {
        try (JournalWriter writer = JournalWriter.open(folder, JournalOptions.DEFAULT)) {
            writer.append(events(0, 10));
            JournalReader reader = JournalReader.open(folder);
            JournalReader.Batch batch = reader.next(4, writer.end());
            reader.shipped(batch.after());
            reader.note();
            reader.shipped(reader.next(4, writer.end()).after());
            JournalReader again = JournalReader.open(folder);
            assertThat(readAll(again, writer.end())).isEqualTo(events(4, 10));
        }
    }

    @Test
    void aLineCutAtAnyByteIsTakenAwayAndTheRestStays() throws IOException {
        try (JournalWriter writer = JournalWriter.open(folder, JournalOptions.DEFAULT)) {
            writer.append(events(0, 3));
        }
        byte[] whole = Files.readAllBytes(folder.file(1));
        int two = JournalLine.write(event(0)).length + JournalLine.write(event(1)).length;
        for (int cut = two; cut < whole.length; cut++) {
            Files.write(folder.file(1), Arrays.copyOf(whole, cut));
            try (JournalWriter writer = JournalWriter.open(folder, JournalOptions.DEFAULT)) {
                writer.append(events(9, 10));
                List<LoggedEvent> expected = new ArrayList<>(events(0, 2));
                expected.add(event(9));
                assertThat(readAll(JournalReader.open(folder), writer.end())).as("cut at " + cut)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void damagedLinesAreCountedAndTheOthersRead() throws IOException {
        byte[] whole;
        try (JournalWriter writer = JournalWriter.open(folder, JournalOptions.DEFAULT)) {
            writer.append(events(0, 20));
            whole = Files.readAllBytes(folder.file(1));
        }
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(damaged.length - 1);
            damaged[at] = (byte) random.nextInt(256);
            Files.write(folder.file(1), damaged);
            JournalReader reader = JournalReader.open(folder);
            List<LoggedEvent> read = readAll(reader, new Place(1, damaged.length));
            assertThat(events(0, 20)).containsAll(read);
            assertThat(read).as("byte " + at).hasSizeGreaterThanOrEqualTo(18);
        }
    }

    @Test
    void fullFilesAreFollowedByOthersAndTheOldestGo() throws IOException {
        JournalOptions small = new JournalOptions(1000, 3);
        long dropped = 0;
        try (JournalWriter writer = JournalWriter.open(folder, small)) {
            for (int i = 0; i < 100; i++) {
                dropped += writer.append(events(i, i + 1));
            }
            List<LoggedEvent> left = readAll(JournalReader.open(folder), writer.end());
            assertThat(dropped).isPositive();
            assertThat(left).isEqualTo(events((int) dropped, 100));
            assertThat(folder.files()).hasSize(1);
        }
    }

    @Test
    void whatIsShippedMakesRoom() throws IOException {
        JournalOptions small = new JournalOptions(1000, 3);
        try (JournalWriter writer = JournalWriter.open(folder, small)) {
            JournalReader reader = JournalReader.open(folder);
            List<LoggedEvent> read = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                assertThat(writer.append(events(i, i + 1))).isZero();
                if (i % 10 == 9) {
                    read.addAll(readAll(reader, writer.end()));
                }
            }
            assertThat(read).isEqualTo(events(0, 200));
        }
    }
}
