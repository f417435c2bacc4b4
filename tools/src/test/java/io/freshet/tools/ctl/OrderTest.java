package io.freshet.tools.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.tools.options.WrongUse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

    private static final long NOW = 1_700_000_000_000L;

    private static Order order(String command, String... words) throws IOException, WrongUse {
        return Order.of(ApiDocument.parse(Documents.YAML).find(command).orElseThrow(),
                List.of(words), NOW);
    }

    @Test
    void aCommandIsAnOperationInDashes() throws Exception {
        assertThat(order("list-streams"))
                .isEqualTo(new Order("GET", "/api/v1/streams", Map.of(), Optional.empty()))
                .isEqualTo(order("streams"));
    }

    @Test
    void slashesOfANameStayInItsSegment() throws Exception {
        assertThat(order("kick-stream", "school", "room/a b+c").target())
                .isEqualTo("/api/v1/streams/school/room%2Fa%20b%2Bc");
    }

    @Test
    void appAndNameMayBeOneWord() throws Exception {
        assertThat(order("kick-stream", "school/room/a").target())
                .isEqualTo("/api/v1/streams/school/room%2Fa");
    }

    @Test
    void theBodyIsMadeOfOptionsByTheirTypes() throws Exception {
        Order order = order("create-publish-key", "live", "--name", "studio \"1\"", "--addresses",
                "10.0.0.0/8, ::1", "--expires-ms", "+2h", "--grants", "live=admin,*=viewer",
                "--enabled", "true", "--idempotency-key", "k1");
        assertThat(order.method()).isEqualTo("POST");
        assertThat(order.headers()).isEqualTo(Map.of("Idempotency-Key", "k1"));
        assertThat(order.body()).contains("{\"name\":\"studio \\\"1\\\"\","
                + "\"addresses\":[\"10.0.0.0/8\",\"::1\"],\"expiresMs\":1700007200000,"
                + "\"grants\":{\"live\":\"admin\",\"*\":\"viewer\"},\"enabled\":true}");
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "90s, 90000", "-30m, 1699998200000", "+1d, 1700086400000",
            "2023-11-14T22:13:20Z, 1700000000000"})
    void timesAreSpansCountsFromNowAndDates(String given, String sent) throws Exception {
        assertThat(order("streams", "--from-ms", given).target())
                .isEqualTo("/api/v1/streams?fromMs=" + sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "streams --ap live | unknown option --ap of list-streams",
        "streams --app | --app lacks its value",
        "streams --app a --app b | --app is given twice",
        "streams live | list-streams takes options alone",
        "kick-stream | kick-stream takes APP NAME",
        "kick-stream live | kick-stream takes APP NAME",
        "create-publish-key live | create-publish-key needs --name",
        "create-publish-key live --name a --expires-ms soon | --expires-ms soon is neither a time",
        "create-publish-key live --name a --enabled yes | --enabled yes is not true or false",
        "create-publish-key live --name a --grants live | --grants live is not a list like"})
    void whatDoesNotFitSaysWhatWould(String words, String why) {
        String[] all = words.split(" ");
        assertThatThrownBy(() -> order(all[0], List.of(all).subList(1, all.length)
                .toArray(String[]::new)))
                .isInstanceOf(WrongUse.class).hasMessageContaining(why);
    }
}
