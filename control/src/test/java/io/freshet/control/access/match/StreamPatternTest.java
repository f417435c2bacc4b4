package io.freshet.control.access.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamPatternTest {

    @ParameterizedTest
    @CsvSource({"camera,camera", "room/camera,room/camera", "room/*,room/camera",
        "room/cam*,room/camera", "room/camera*,room/camera", "*/camera,room/camera",
        "**,camera", "**,a/b/c", "a/**,a/b", "a/**,a/b/c", "*,camera", "user-17-*,user-17-x",
        "*/*/*,a/b/c"})
    void means(String pattern, String stream) throws BadRuleException {
        assertThat(StreamPattern.parse(pattern).matches(stream)).isTrue();
        assertThat(StreamPattern.parse(pattern)).hasToString(pattern);
    }

    @ParameterizedTest
    @CsvSource({"camera,Camera", "camera,camera2", "camera,came", "room/*,room",
        "room/*,room/a/b", "*,a/b", "room/cam*,room/ca", "a/**,a", "a/**,b/a", "a/b,a",
        "a,a/b", "user-17-*,user-1", "*/camera,camera", "cam*,x"})
    void doesNotMean(String pattern, String stream) throws BadRuleException {
        assertThat(StreamPattern.parse(pattern).matches(stream)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "a**", "**/a", "*a", "a*b", "..", "a/..",
        ".", "a b", "a?b", "a&b", "a/b/c/d", "ä", "a\nb", "***"})
    void othersAreRefused(String pattern) {
        assertThatThrownBy(() -> StreamPattern.parse(pattern))
                .isInstanceOf(BadRuleException.class);
    }

    @Test
    void theMoreExactComesFirst() throws BadRuleException {
        List<StreamPattern> sorted = List.of(StreamPattern.ALL, StreamPattern.parse("*"),
                StreamPattern.parse("cam*"), StreamPattern.parse("camera*"),
                StreamPattern.parse("camera"), StreamPattern.parse("room/**"),
                StreamPattern.parse("room/*"), StreamPattern.parse("room/camera")).stream()
                .sorted().toList();
        assertThat(sorted.indexOf(StreamPattern.parse("camera")))
                .isLessThan(sorted.indexOf(StreamPattern.parse("camera*")));
        assertThat(sorted.indexOf(StreamPattern.parse("camera*")))
                .isLessThan(sorted.indexOf(StreamPattern.parse("cam*")));
        assertThat(sorted.indexOf(StreamPattern.parse("cam*")))
                .isLessThan(sorted.indexOf(StreamPattern.parse("*")));
        assertThat(sorted.indexOf(StreamPattern.parse("room/camera")))
                .isLessThan(sorted.indexOf(StreamPattern.parse("room/*")));
        assertThat(sorted.indexOf(StreamPattern.parse("room/*")))
                .isLessThan(sorted.indexOf(StreamPattern.parse("room/**")));
        assertThat(sorted.getLast()).isEqualTo(StreamPattern.ALL);
    }
}
