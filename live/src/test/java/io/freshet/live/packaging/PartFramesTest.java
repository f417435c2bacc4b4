package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartFramesTest {

    private static final Track PICTURE = Feed.VIDEO;

    private static List<Frame> remade(PartFrames frames, String part) {
        List<Frame> made = new ArrayList<>();
        frames.forEach(PICTURE, Bytes.ofHex(part), made::add);
        return made;
    }

    @Test
    void framesComeBackFromWhatLiesAtTheEndOfTheirPart() {
        List<Frame> sent = List.of(
                new Frame(PICTURE, 9_000_000_000_000L, 9_000_000_006_000L, Frame.KEY,
                        Bytes.ofHex("0102"), 0),
                new Frame(PICTURE, 9_000_000_003_000L, 9_000_000_003_000L, Frame.DROPPABLE,
                        Bytes.ofHex("030405"), 0));
        assertThat(remade(new PartFrames(sent), "FFFF 0102 030405")).isEqualTo(sent);
    }

    @Test
    void aGapHasNone() {
        assertThat(remade(PartFrames.NONE, "")).isEmpty();
    }
}
