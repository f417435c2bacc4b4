package io.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReferenceTest {

    private static final Path DOCS = Path.of("..", "docs");

    /// Run `./freshet check --reference` if this fails.
    @Test
    void thePagesSayWhatTheKeysSay() throws IOException {
        assertThat(Files.readString(DOCS.resolve("configuration.md")))
                .isEqualTo(Reference.markdown());
        assertThat(Files.readString(DOCS.resolve("freshet.yaml"))).isEqualTo(Reference.yaml());
    }

    @Test
    void everyKeyHasANameOfItsOwnAndOneLineOfMeaning() {
        Set<String> names = new HashSet<>();
        for (Key<?> key : ServerKeys.ALL) {
            assertThat(names.add(key.name())).as(key.name()).isTrue();
            assertThat(key.name()).matches("[a-z0-9-]+(\\.[a-z0-9-]+)?");
            assertThat(key.meaning()).isNotBlank().doesNotContain("\n").doesNotContain("|");
        }
        for (Key<?> key : AppKeys.ALL) {
            assertThat(names.add("apps.NAME." + key.name())).as(key.name()).isTrue();
        }
    }
}
