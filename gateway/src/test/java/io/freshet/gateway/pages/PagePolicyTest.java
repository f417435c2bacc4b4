package io.freshet.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagePolicyTest {

    @Test
    void aNodeAloneGivesAllThereIs() {
        assertThat(PagePolicy.of(List.of())).contains("connect-src 'self';")
                .contains("media-src 'self' blob:;");
    }

    @Test
    void playersMayGoWhereADrainingNodeSendsThem() {
        assertThat(PagePolicy.of(List.of("https://edge-2.example.com", "http://192.0.2.7:8080")))
                .contains("connect-src 'self' http://192.0.2.7:8080 ws://192.0.2.7:8080 "
                        + "https://edge-2.example.com wss://edge-2.example.com;")
                .contains("script-src 'self';");
    }

    @Test
    void ofManyNodesTheHeaderStaysShort() {
        String policy = PagePolicy.of(IntStream.range(0, 1_000)
                .mapToObj(i -> "https://edge-" + i + ".example.com").toList());
        assertThat(policy).hasSizeLessThan(500).contains("connect-src 'self' http: https: ws: wss:")
                .contains("script-src 'self';").contains("default-src 'none'");
    }
}
