package io.freshet.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "cam-1_hd.main", "school/room/cam", "UPPER09", "x.flv.old"})
    void takesPlainNames(String name) throws BadNameException {
        assertThat(StreamKey.of("live", name)).hasToString("live/" + name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "live   | ''                 | empty level",
        "live   | a//b               | empty level",
        "live   | a/b/c/d            | 4 levels",
        "live   | a b                | character that is not allowed",
        "live   | a?key=1            | character that is not allowed",
        "live   | ü                  | character that is not allowed",
        "live   | ..                 | level . or ..",
        "live   | a/../b             | level . or ..",
        "live   | a.m3u8             | end in .m3u8",
        "live   | a/whip             | end in /whip",
        "watch  | a                  | app watch is reserved",
        "a/b    | a                  | character that is not allowed",
    })
    void refusesTheRestAndSaysWhy(String app, String name, String reason) {
        assertThatThrownBy(() -> StreamKey.of(app, name))
                .isInstanceOf(BadNameException.class).hasMessageContaining(reason);
    }

    @Test
    void boundsTheLengthOfALevel() {
        assertThatThrownBy(() -> StreamKey.of("live", "x".repeat(65)))
                .isInstanceOf(BadNameException.class).hasMessageContaining("65 characters");
    }
}
