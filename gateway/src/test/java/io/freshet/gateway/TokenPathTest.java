package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpOrigin;
import io.freshet.net.http.HttpRequest;
import io.freshet.net.http.HttpTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenPathTest {

    private static final InetSocketAddress HERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private static HttpRequest request(String target) throws Exception {
        return new HttpRequest("GET", HttpTarget.parse(target), HttpHeaders.EMPTY,
                ByteBuffer.allocate(0), new HttpOrigin(HERE, HERE, false,
                        HttpOrigin.Version.HTTP_1_1, null));
    }

    @Test
    void theTokenOfThePathComesFirst() throws Exception {
        HttpRequest request = request("/t/ab.c_-~9/live/a/index.m3u8?_HLS_msn=4&token=other");
        assertThat(TokenPath.hasToken(request)).isTrue();
        HttpRequest inner = TokenPath.unwrap(request).orElseThrow();
        assertThat(inner.path()).isEqualTo("/live/a/index.m3u8");
        assertThat(inner.parameter("token")).contains("ab.c_-~9");
        assertThat(inner.parameter("_HLS_msn")).contains("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/t/", "/t/abc", "/t//live/a.flv", "/t/a%20b/live/a.flv",
        "/t/a%26token=x/live/a.flv", "/t/a=b/live/a.flv", "/t/%C3%A4/live/a.flv"})
    void whatIsNoTokenIsNotServed(String target) throws Exception {
        HttpRequest request = request(target);
        assertThat(TokenPath.hasToken(request)
                && TokenPath.unwrap(request).map(each -> each.path().equals("/live/a.flv"))
                        .orElse(false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/live/a/index.m3u8?token=abc,/t/abc/live/a/index.m3u8",
        "/live/a/ts.m3u8?x=1&token=a.b.c&y=2,/t/a.b.c/live/a/ts.m3u8?x=1&y=2",
        "/live/a/v1/media.m3u8?token=abc&_HLS_msn=5,/t/abc/live/a/v1/media.m3u8?_HLS_msn=5"})
    void playlistsAreSentToThePath(String target, String location) throws Exception {
        assertThat(TokenPath.redirect(request(target))).contains(location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/a.flv?token=abc", "/live/a/index.m3u8",
        "/live/a/index.m3u8?token=", "/live/a/index.m3u8?token=a%0d%0ab",
        "/live/a/index.m3u8?token=a/b", "/live/a%22b.m3u8?token=abc",
        "/live/a/index.m3u8?tokens=abc", "//evil.example%40/x.m3u8?token=abc"})
    void nothingElseIs(String target) throws Exception {
        assertThat(TokenPath.redirect(request(target))).isEmpty();
    }
}
