package io.freshet.control.store;

import io.freshet.media.Clock;
import java.security.SecureRandom;

/// Makes ids that nobody guesses and that sort by the time when they were made: 48 bits of Unix ms
/// and 80 of chance, 26 characters of Crockford's base32 in lower case.
///
/// Threading: shared, guarded by `this`.
public final class Ids {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int CHANCE_BYTES = 10;

    private final Clock clock;
    private final SecureRandom random;
    private long lastMs;
    private final byte[] chance = new byte[CHANCE_BYTES];

    public Ids(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// The next one; greater than all before it, even when the clock is set back.
    public synchronized String next() {
        long nowMs = clock.wallMs();
        if (nowMs > lastMs) {
            lastMs = nowMs;
            random.nextBytes(chance);
            // Room to count up within a millisecond.
            chance[0] &= 0x7f;
        } else {
            countUp();
        }
        StringBuilder text = new StringBuilder(26);
        for (int shift = 45; shift >= 0; shift -= 5) {
            text.append(DIGITS.charAt((int) (lastMs >>> shift) & 31));
        }
        return text.append(encoded(chance)).toString();
    }

    private void countUp() {
        for (int i = CHANCE_BYTES - 1; i >= 0; i--) {
            chance[i]++;
            if (chance[i] != 0) {
                return;
            }
        }
    }

    /// The smallest id of that moment, to look for what came after it.
    public static String at(long wallMs) {
        StringBuilder text = new StringBuilder(10);
        for (int shift = 45; shift >= 0; shift -= 5) {
            text.append(DIGITS.charAt((int) (wallMs >>> shift) & 31));
        }
        return text.toString();
    }

    /// A secret of that many bytes, in the same digits.
    public String secret(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return encoded(made);
    }

    private static String encoded(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 8 / 5 + 1);
        int held = 0;
        int bits = 0;
        for (byte each : bytes) {
            held = held << 8 | each & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(DIGITS.charAt(held >>> bits & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(DIGITS.charAt(held << 5 - bits & 31));
        }
        return text.toString();
    }
}
