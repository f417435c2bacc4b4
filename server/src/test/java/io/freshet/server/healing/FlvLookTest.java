package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.gateway.demo.Clip;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlvLookTest {

    private final Clip clip;
    private final FlvMuxer muxer = new FlvMuxer(0);
    private final FlvLook look = new FlvLook();

    FlvLookTest() throws IOException {
        clip = Clip.bundled();
    }

    private static Bytes body(FlvTag tag) {
        byte[] whole = new byte[tag.prefix().length() + tag.payload().length()];
        tag.prefix().buffer().get(whole, 0, tag.prefix().length());
        tag.payload().buffer().get(whole, tag.prefix().length(), tag.payload().length());
        return Bytes.wrap(whole);
    }

    private void take(FlvTag tag) {
        try {
            look.tag(tag.type(), tag.timestampMs(), body(tag));
        } catch (MediaException bad) {
            throw new AssertionError(bad);
        }
    }

    private void play(List<Frame> frames) {
        muxer.accept(clip.tracks(), this::take);
        frames.forEach(frame -> muxer.accept(frame, this::take));
    }

    @Test
    void whatCanBePlayedIsCounted() {
        play(clip.frames().subList(0, 50));
        assertThat(look.frames()).isEqualTo(50);
        assertThat(look.wrong()).isEmpty();
    }

    @Test
    void configurationsAloneAreNoFrames() {
        play(List.of());
        assertThat(look.frames()).isZero();
    }

    @Test
    void picturesBeginWithOneThatNeedsNoOther() {
        play(clip.frames().stream().filter(frame -> frame.kind() == Kind.VIDEO)
                .skip(1).limit(5).toList());
        assertThat(look.wrong()).hasValue("the first picture needs others before it");
    }

    @Test
    void timeDoesNotGoBack() {
        List<Frame> pictures = clip.frames().stream()
                .filter(frame -> frame.kind() == Kind.VIDEO).limit(40).toList();
        play(pictures);
        assertThat(look.wrong()).isEmpty();
        muxer.accept(pictures.get(2), this::take);
        assertThat(look.wrong()).hasValueSatisfying(said ->
                assertThat(said).startsWith("time goes back by 1"));
    }

    @Test
    void aPictureThatCannotBeTakenApartIsSaid() {
        muxer.accept(clip.tracks(), this::take);
        Frame key = clip.frames().stream().filter(frame -> frame.kind() == Kind.VIDEO)
                .findFirst().orElseThrow();
        muxer.accept(key, tag -> {
            byte[] damaged = body(tag).toArray();
            damaged[tag.prefix().length()] = 0x7F;
            assertThatThrownBy(() -> look.tag(tag.type(), tag.timestampMs(),
                    Bytes.wrap(damaged))).isInstanceOf(MediaException.class);
        });
    }
}
