package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HlsPathTest {

    @Test
    void theEndOfAPathSaysWhereTheNameEnds() {
        assertThat(HlsPath.of("a/index.m3u8")).contains(new HlsPath("a", "index.m3u8"));
        assertThat(HlsPath.of("a/b/c/v1.m3u8")).contains(new HlsPath("a/b/c", "v1.m3u8"));
        assertThat(HlsPath.of("a/v1/v1/0123.mp4")).contains(new HlsPath("a/v1", "v1/0123.mp4"));
        assertThat(HlsPath.of("a/v1/0a/7.0.m4s")).contains(new HlsPath("a", "v1/0a/7.0.m4s"));
        assertThat(HlsPath.of("a/0a/7.ts")).contains(new HlsPath("a", "0a/7.ts"));
    }

    @Test
    void whatIsTooShortOrUnknownIsNone() {
        for (String path : List.of("", "a", "index.m3u8", "v1/0a/7.m4s", "0a/7.ts", "/7.ts",
                "a/b.flv", ".", "/", "//index.m3u8x")) {
            assertThat(HlsPath.of(path)).as(path).isEmpty();
        }
    }

    @Test
    void aRenditionIsNamedByItsPlaylist() {
        assertThat(new HlsPath("a", "v1.m3u8").rendition()).contains("v1");
        assertThat(new HlsPath("a", "index.m3u8").rendition()).isEmpty();
        assertThat(new HlsPath("a", "ts.m3u8").rendition()).isEmpty();
        assertThat(new HlsPath("a", "v1/0.mp4").rendition()).isEmpty();
    }
}
