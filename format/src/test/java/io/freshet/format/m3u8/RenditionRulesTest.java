package io.freshet.format.m3u8;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenditionRulesTest {

    private static final MediaPlaylist TIP = PlaylistCases.live(100, 10, 2);

    private static MediaPlaylist reporting(MediaPlaylist of, RenditionReport... reports) {
        return new MediaPlaylist(of.version(), of.targetSeconds(), of.mediaSequence(),
                of.discontinuitySequence(), of.independentSegments(), of.control(),
                of.partTargetUs(), 0, of.segments(), of.open(), of.preloadHint(),
                List.of(reports), of.ended());
    }

    private static List<String> check(RenditionReport... reports) {
        Map<String, MediaPlaylist> served =
                Map.of("v1.m3u8", reporting(TIP, reports), "a2.m3u8", TIP);
        return RenditionRules.check("v1.m3u8", served, served, served);
    }

    @Test
    void theLastPartOfEachOtherRenditionIsReported() {
        assertThat(check(new RenditionReport("a2.m3u8", 110, 1))).isEmpty();
        MediaPlaylist before = PlaylistCases.live(100, 10, 0);
        Map<String, MediaPlaylist> whole = Map.of("a2.m3u8", before, "v1.m3u8",
                reporting(before, new RenditionReport("a2.m3u8", 109, 3)));
        assertThat(RenditionRules.check("v1.m3u8", whole, whole, whole)).isEmpty();
    }

    @Test
    void reportsThatAreMissingOldOrAheadAreFound() {
        assertThat(check()).singleElement().asString().contains("no report of [a2.m3u8]");
        assertThat(check(new RenditionReport("a2.m3u8", 110, 0))).hasSize(1);
        assertThat(check(new RenditionReport("a2.m3u8", 110, 2))).hasSize(1);
        assertThat(check(new RenditionReport("a2.m3u8", 110, 1),
                new RenditionReport("v1.m3u8", 110, 1))).singleElement().asString()
                .contains("itself");
    }

    @Test
    void allRenditionsOfferTheSame() {
        MediaPlaylist other = new MediaPlaylist(9, 2, 100, 0, true, ServerControl.NONE, 0, 0,
                TIP.segments(), TIP.open(), "", List.of(), false);
        Map<String, MediaPlaylist> served = Map.of("a2.m3u8", other, "v1.m3u8",
                reporting(TIP, new RenditionReport("a2.m3u8", 110, 1)));
        assertThat(RenditionRules.check("v1.m3u8", served, served, served)).singleElement()
                .asString().contains("EXT-X-SERVER-CONTROL");
    }
}
