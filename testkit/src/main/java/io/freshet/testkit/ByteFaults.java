package io.freshet.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damaged copies of good bytes: what a lossy network or a hostile peer makes of them.
///
/// Threading: stateless.
public final class ByteFaults {

    private ByteFaults() {
    }

    /// Every proper prefix, from none to all but the last byte.
    public static List<byte[]> cutAtEveryByte(byte[] good) {
        List<byte[]> cuts = new ArrayList<>();
        for (int length = 0; length < good.length; length++) {
            cuts.add(Arrays.copyOf(good, length));
        }
        return cuts;
    }

    /// `count` copies, each with one to four bytes changed, dropped or doubled, the same for a
    /// seed.
    public static List<byte[]> damaged(byte[] good, int count, long seed) {
        Random random = new Random(seed);
        List<byte[]> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] copy = good.clone();
            for (int faults = 1 + random.nextInt(4); faults > 0 && copy.length > 0; faults--) {
                copy = damageOnce(copy, random);
            }
            copies.add(copy);
        }
        return copies;
    }

    private static byte[] damageOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] head = Arrays.copyOf(bytes, at);
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> concat(head, Arrays.copyOfRange(bytes, at + 1, bytes.length));
            default -> concat(Arrays.copyOf(bytes, at + 1),
                    Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }
}
