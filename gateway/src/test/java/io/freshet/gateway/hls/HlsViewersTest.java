package io.freshet.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.gateway.hls.HlsViewers.Who;
import org.junit.jupiter.api.Test;

class HlsViewersTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Who FFMPEG = new Who("192.0.2.1 Lavf/62", false);
    private static final Who SESSION = new Who("6e2fb550", true);

    private final HlsViewers viewers = new HlsViewers();

    private void plays(Who who, int fromSegment, int segments, long fromNs) {
        for (int i = 0; i < segments; i++) {
            for (String track : new String[] {"v1", "a2"}) {
                viewers.fetched(who, track + "/00/" + (fromSegment + i) + "-5.m4s",
                        fromNs + i * 2L * SECOND_NS);
            }
        }
    }

    @Test
    void onePlayerOfPictureAndSoundIsOneViewer() {
        plays(FFMPEG, 100, 20, 0);
        assertThat(viewers.count(40 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void twoPlayersOfOneAddressAndNameFetchTheSameSegmentsAndAreTwo() {
        plays(FFMPEG, 100, 5, 0);
        plays(FFMPEG, 101, 5, SECOND_NS);
        assertThat(viewers.count(9 * SECOND_NS)).isEqualTo(2);
    }

    @Test
    void theOneOfTwoWhoStaysIsCountedAlone() {
        plays(FFMPEG, 100, 3, 0);
        plays(FFMPEG, 100, 20, 0);
        assertThat(viewers.count(30 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void whoHasStoppedFetchingIsForgotten() {
        plays(FFMPEG, 100, 3, 0);
        plays(SESSION, 100, 3, 0);
        assertThat(viewers.count(10 * SECOND_NS)).isEqualTo(2);
        assertThat(viewers.count(20 * SECOND_NS)).isZero();
        plays(FFMPEG, 200, 1, 30 * SECOND_NS);
        assertThat(viewers.count(31 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void aSessionIsOneViewerHoweverOftenItFetches() {
        plays(SESSION, 100, 3, 0);
        plays(SESSION, 100, 3, SECOND_NS);
        assertThat(viewers.count(5 * SECOND_NS)).isEqualTo(1);
    }
}
