package io.freshet.control.access.token;

import io.freshet.control.api.Digests;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Random secrets and names, and what is kept of them.
///
/// Threading: stateless.
public final class Secrets {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Secrets() {
    }

    /// So many characters of five random bits each.
    public static String random(int chars, RandomGenerator random) {
        byte[] bytes = new byte[chars];
        random.nextBytes(bytes);
        StringBuilder text = new StringBuilder(chars);
        for (byte b : bytes) {
            text.append(ALPHABET.charAt(b & 31));
        }
        return text.toString();
    }

    /// SHA-256 in hex; enough for what is random, which nobody can try through.
    public static String hash(String secret) {
        return Digests.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }
}
