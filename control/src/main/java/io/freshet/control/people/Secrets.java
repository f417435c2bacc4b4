package io.freshet.control.people;

import io.freshet.control.api.Digests;
import java.nio.charset.StandardCharsets;

/// What is kept of random secrets. They are long enough that nobody tries them all, so that one
/// pass of a fast hash is as good as many.
final class Secrets {

    /// 256 bits.
    static final int BYTES = 32;

    private Secrets() {
    }

    /// What is kept of a cookie or a token.
    static String hash(String secret) {
        return sha256("freshet " + secret);
    }

    /// What a browser's script must repeat: it follows from the cookie, which scripts do not see.
    static String csrf(String cookie) {
        return sha256("csrf " + cookie).substring(0, 40);
    }

    private static String sha256(String text) {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
