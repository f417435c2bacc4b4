package io.freshet.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchemeTest {

    @Test
    void knowsTheNewestScript() throws Exception {
        URL first = Objects.requireNonNull(Scheme.class.getResource("migrations/V1__people.sql"));
        try (var scripts = Files.list(Path.of(first.toURI()).getParent())) {
            assertThat(scripts.map(script -> script.getFileName().toString())
                    .filter(name -> name.matches("V[0-9]+__.*sql"))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
                    .max()).hasValue(Scheme.NEWEST);
        }
    }
}
