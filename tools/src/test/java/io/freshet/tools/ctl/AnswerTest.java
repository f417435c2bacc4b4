package io.freshet.tools.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private static String text(String json) throws IOException {
        return Answer.text(JsonValue.parse(json), List.of());
    }

    @Test
    void aListIsATableWithoutEmptyColumns() throws IOException {
        assertThat(text("""
                {"items": [
                  {"name": "cam", "viewers": {"hls": 3}, "startedMs": 1700000000000, "note": null},
                  {"name": "a longer name", "viewers": {"hls": 12}, "codecs": ["avc1", "mp4a"]}],
                 "next": "abc"}
                """)).isEqualTo("""
                NAME           VIEWERS.HLS  STARTED               CODECS
                cam            3            2023-11-14T22:13:20Z
                a longer name  12                                 avc1,mp4a
                """);
    }

    @Test
    void anEmptyListIsNone() throws IOException {
        assertThat(text("{\"items\": []}")).isEqualTo("none\n");
    }

    @Test
    void oneThingIsAColumnOfNamesAndValues() throws IOException {
        assertThat(text("{\"id\": \"x\", \"rate\": 29.97, \"upMs\": 5, \"of\": {\"a\": 1},"
                + "\"tracks\": [{\"codec\": \"H.264\"}, {\"codec\": \"AAC\"}]}"))
                .isEqualTo("""
                id              x
                rate            29.97
                upMs            5ms
                of.a            1
                tracks.1.codec  H.264
                tracks.2.codec  AAC
                """);
    }

    @Test
    void whatAStrangerCalledHimselfCannotSteerTheTerminal() throws IOException {
        String shown = text("{\"agent\": \"\\u001b[2J\\u009b31m\\u202eevil\\r\\nline\\u0007\"}");
        assertThat(shown).isEqualTo("agent  \uFFFD[2J\uFFFD31m\uFFFDevil\uFFFD\uFFFDline\uFFFD\n");
    }

    @Test
    void longCellsAreShortenedInTables() throws IOException {
        assertThat(text("{\"items\": [{\"name\": \"" + "\uD83D\uDE00".repeat(60) + "\"}]}"))
                .isEqualTo("NAME\n" + "\uD83D\uDE00".repeat(43) + "\u2026\n");
    }
}
