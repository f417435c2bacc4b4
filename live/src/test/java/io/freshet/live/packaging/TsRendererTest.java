package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Payload;
import io.freshet.media.StreamKey;
import io.freshet.media.Tracks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TsRendererTest {

    private static Payload lastSegment(Tracks tracks, List<Frame> frames) throws Exception {
        TsRenderer renderer = TsRenderer.of(StreamKey.of("live", "test"));
        List<HlsView> views = new ArrayList<>();
        Packager packager = new Packager(PackagingOptions.DEFAULT, renderer, views::add);
        packager.onSignals(Feed.led(tracks, frames));
        HlsView view = views.getLast();
        String uri = Recording.text(view.ts().orElseThrow()).lines()
                .filter(line -> !line.startsWith("#")).reduce((_, last) -> last).orElseThrow();
        return ((Lookup.Found) view.find(uri)).resource().payload();
    }

    @Test
    void picturesAndSoundAreATransportStream() throws Exception {
        // One NAL unit a picture, with its length before it.
        List<Frame> pictures = Feed.ordinary(8).stream().map(frame -> frame.track().id() == 2
                ? frame : new Frame(frame.track(), frame.dts(), frame.pts(), frame.flags(),
                        Bytes.ofHex("00000003 65 8880"), 0)).toList();
        byte[] bytes = lastSegment(Feed.BOTH, pictures).toArray();
        assertThat(bytes.length % 188).isZero();
        assertThat(bytes).startsWith(0x47).hasSizeGreaterThan(188 * 60);
    }

    @Test
    void soundAloneIsPackedAudio() throws Exception {
        byte[] bytes = lastSegment(new Tracks(List.of(Feed.AUDIO)), Feed.sounds(8)).toArray();
        assertThat(new String(bytes, 0, 3, StandardCharsets.US_ASCII))
                .isEqualTo("ID3");
    }
}
