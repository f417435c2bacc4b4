package io.freshet.tools.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads connections in rounds instead of when something has come: one read takes what several
/// wake-ups would have brought.
///
/// A round is cut into slots that are read one after the other, so that a loop never reads all of
/// its connections at once.
///
/// Threading: confined to its loop.
final class Rounds {

    private static final int SLOTS = 25;

    private final LoadLoop loop;
    private final long slotNs;
    private final List<List<Connection>> slots = new ArrayList<>();
    private int filled;
    private int now;
    private long nextNs;

    /// @param every how long a round takes
    Rounds(LoadLoop loop, Duration every) {
        this.loop = loop;
        this.slotNs = Math.max(1_000_000, every.toNanos() / SLOTS);
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
        this.nextNs = System.nanoTime() + slotNs;
        loop.schedule(this::turn, nextNs);
    }

    void add(Connection connection) {
        slots.get(filled).add(connection);
        filled = (filled + 1) % SLOTS;
    }

    private void turn() {
        List<Connection> slot = slots.get(now);
        // One that has ended or left by itself is forgotten here.
        slot.removeIf(each -> !each.isReadInRounds());
        for (int i = slot.size() - 1; i >= 0; i--) {
            slot.get(i).readInTurn(loop.buffer(), loop.plain());
        }
        now = (now + 1) % SLOTS;
        // A loop that was late does not catch up: its reads have become larger instead.
        nextNs = Math.max(nextNs + slotNs, System.nanoTime());
        loop.schedule(this::turn, nextNs);
    }
}
