package io.freshet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions.GopBounds;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Tracks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GopCacheTest {

    private final GopCache cache =
            new GopCache(new GopBounds(20, 1000, Duration.ofSeconds(4)));

    private static List<Long> times(List<Signal> signals) {
        return signals.stream().filter(Frame.class::isInstance)
                .map(signal -> ((Frame) signal).dtsOn(1000)).toList();
    }

    @Test
    void startsAgainAtEveryKeyFrame() {
        cache.add(Rig.BOTH);
        cache.add(Rig.video(0, true));
        cache.add(Rig.video(40, false));
        cache.add(Rig.video(80, true));
        cache.add(Rig.video(120, false));
        assertThat(cache.snapshot().getFirst()).isEqualTo(Rig.BOTH);
        assertThat(times(cache.snapshot())).containsExactly(80L, 120L);
    }

    @Test
    void keepsTheMarkBeforeTheKeyFrame() {
        Mark mark = new Mark.TrackBack(1, new Timestamp(0, 1000));
        cache.add(Rig.BOTH);
        cache.add(Rig.video(0, true));
        cache.add(mark);
        cache.add(Rig.video(80, true));
        assertThat(cache.snapshot()).containsExactly(Rig.BOTH, mark, Rig.video(80, true));
    }

    @Test
    void givesNothingBeforeTheFirstKeyFrame() {
        cache.add(Rig.BOTH);
        cache.add(Rig.video(0, false));
        cache.add(Rig.audio(0));
        assertThat(cache.snapshot()).containsExactly(Rig.BOTH);
    }

    @Test
    void dropsAGopPastItsBoundsAndWaitsForTheNext() {
        cache.add(Rig.BOTH);
        cache.add(Rig.video(0, true));
        for (int i = 1; i < 30; i++) {
            cache.add(Rig.video(i * 40L, false));
        }
        assertThat(times(cache.snapshot())).isEmpty();
        cache.add(Rig.video(2000, true));
        assertThat(times(cache.snapshot())).containsExactly(2000L);
    }

    @Test
    void keepsASecondOfSoundWhereThereIsNoPicture() {
        GopCache wide = new GopCache(GopBounds.DEFAULT);
        wide.add(new Tracks(List.of(Rig.AUDIO)));
        for (int i = 0; i < 500; i++) {
            wide.add(Rig.audio(i * 1024L));
        }
        List<Long> kept = times(wide.snapshot());
        assertThat(kept.getLast() - kept.getFirst()).isBetween(950L, 1200L);
    }

    @Test
    void leavesOutWhatAJoiningDecoderCannotShow() {
        Frame leading = new Frame(Rig.VIDEO, 3600, 3600, Frame.LEADING,
                Rig.video(0, true).payload(), 0);
        cache.add(Rig.BOTH);
        cache.add(Rig.video(0, true));
        cache.add(leading);
        assertThat(cache.snapshot()).doesNotContain(leading);
    }

    @Test
    void namesWhatIsNewInAnothersSnapshot() {
        cache.add(Rig.BOTH);
        cache.add(Rig.video(0, true));
        List<Signal> again = List.of(Rig.BOTH, Rig.video(0, true), Rig.video(40, false));
        assertThat(cache.newIn(again)).containsExactly(Rig.video(40, false));
    }
}
