package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A heap of 1 GiB, of which 75 % may be promised and 90 % held.
class HeapRoomTest {

    private static final long MIB = 1L << 20;

    private final List<Stream> streams = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private int forgot;
    private HeapRoom.Bounds bounds = new HeapRoom.Bounds(75, 90);
    private final HeapRoom room = new HeapRoom(1044 * MIB, () -> streams, () -> forgot++,
            () -> bounds);

    /// One that needs so much.
    private final class Stream implements HeapRoom.Tenant {
        private final String name;
        private long mib;
        private boolean isNew;

        Stream(String name, long mib, boolean isNew) {
            this.name = name;
            this.mib = mib;
            this.isNew = isNew;
            streams.add(this);
        }

        @Override
        public long needBytes() {
            return mib * MIB;
        }

        @Override
        public boolean isNew() {
            return isNew;
        }

        @Override
        public long sinceMs() {
            return Long.parseLong(name.substring(1));
        }

        @Override
        public void end(String reason) {
            assertThat(reason).contains("memory");
            ended.add(name);
        }
    }

    private void come(int count, long mib) {
        for (int i = 0; i < count; i++) {
            new Stream("s" + streams.size(), mib, false);
        }
    }

    private int letIn(int asking) {
        int in = 0;
        for (int i = 0; i < asking; i++) {
            in += room.refusal().isEmpty() ? 1 : 0;
        }
        return in;
    }

    @Test
    void newOnesComeAsLongAsOthersLikeThemWouldFit() {
        come(100, 5);
        room.look();
        assertThat(letIn(100)).isEqualTo((768 - 500) / 5);
        assertThat(room.refused()).isEqualTo(100 - (768 - 500) / 5);
        assertThat(room.neededBytes()).isEqualTo(500 * MIB);
    }

    @Test
    void itSaysHowMuchIsNeededAndThatItIsFull() {
        assertThat(room.usePercent()).isZero();
        come(100, 5);
        room.look();
        assertThat(room.usePercent()).isEqualTo(500 * 100 / 768);
        letIn(30);
        assertThat(room.usePercent()).isEqualTo(650 * 100 / 768);
        letIn(30);
        assertThat(room.usePercent()).isEqualTo(100);
        bounds = HeapRoom.Bounds.NONE;
        assertThat(room.usePercent()).isZero();
    }

    @Test
    void newOnesCountLikeTheOthersUntilTheyAreKnown() {
        come(100, 6);
        new Stream("s100", 0, true);
        room.look();
        assertThat(room.neededBytes()).isEqualTo(606 * MIB);
    }

    @Test
    void oneWhoIsRefusedTakesNoRoom() {
        come(150, 5);
        room.look();
        assertThat(letIn(1_000)).isEqualTo(3);
        streams.subList(0, 100).clear();
        room.look();
        assertThat(letIn(1)).isEqualTo(1);
    }

    @Test
    void whenTheyOutgrowItTheLastAreEndedUntilThereIsRoomAgain() {
        come(100, 5);
        room.look();
        assertThat(ended).isEmpty();
        streams.forEach(stream -> stream.mib = 10);
        room.look();
        // 1 000 MiB are needed, 768 may be: 24 of ten have to go.
        assertThat(ended).hasSize(24).startsWith("s99", "s98").endsWith("s76");
        assertThat(room.ended()).isEqualTo(24);
        assertThat(room.neededBytes()).isEqualTo(760 * MIB);
        assertThat(letIn(10)).isZero();
    }

    @Test
    void whatHasEndedIsLetGoBeforeAnybodyIsRefused() {
        come(50, 5);
        room.look();
        assertThat(forgot).isZero();
        come(50, 5);
        room.look();
        assertThat(forgot).isOne();
        assertThat(ended).isEmpty();
    }

    @Test
    void withoutBoundsEverybodyComes() {
        bounds = HeapRoom.Bounds.NONE;
        come(1_000, 100);
        room.look();
        assertThat(letIn(10)).isEqualTo(10);
        assertThat(ended).isEmpty();
        assertThat(forgot).isZero();
    }
}
