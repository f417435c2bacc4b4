package io.freshet.control.access.token;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Whatever comes, a parser says that it is no token or gives one that another key did not sign.
final class TokenFuzzTest {

    @FuzzTest
    void tokens(byte[] data) {
        String text = text(data);
        try {
            ShortToken token = ShortToken.parse(text);
            check(!token.isSignedBy(new byte[] {1, 2, 3}));
        } catch (BadTokenException _) {
            // As it should be.
        }
        try {
            Jwt token = Jwt.parse(text);
            check(!Signatures.hs256(token, new byte[] {1, 2, 3}));
        } catch (BadTokenException _) {
            // As it should be.
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    private static void check(boolean good) {
        if (!good) {
            throw new AssertionError("signed by anybody");
        }
    }
}
