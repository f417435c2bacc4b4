package io.freshet.net.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;

final class Http1ReaderFuzzTest {
    /// Whatever comes, in whatever pieces, is a request, a status or a wait, and always the same.
    @FuzzTest
    void readsTheSameInWhateverPieces(byte @NotNull [] wire) {
        String whole = Http1ReaderTest.outcome(wire, Math.max(1, wire.length));
        String pieces = Http1ReaderTest.outcome(wire, 5);
        if (wire.length < 4000) {
            Assertions.assertThat(pieces).isEqualTo(whole);
        }
    }

    /// What comes through is a path without anything that a file or a log could trip over.
    @FuzzTest
    void letsOnlyPlainPathsThrough(byte @NotNull [] raw) {
        try {
            HttpTarget target = HttpTarget.parse(
                    new String(raw, StandardCharsets.ISO_8859_1));
            Assertions.assertThat(target.path())
                    .doesNotContain("\0", "\n", "\r", "\\", "//", "/../")
                    .matches(path -> path.equals("*") || path.startsWith("/"));
            target.parameter("a");
        } catch (BadRequest bad) {
            Assertions.assertThat(bad.status()).isBetween(400, 499);
        }
    }
}
