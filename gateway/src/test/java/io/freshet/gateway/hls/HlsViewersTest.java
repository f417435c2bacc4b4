package io.freshet.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.gateway.hls.HlsViewers.Who;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.live.session.Terms;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HlsViewersTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Who FFMPEG = new Who("192.0.2.1 Lavf/62", false);
    private static final StreamKey CAMERA = new StreamKey("live", "camera");
    private static final Who SESSION = new Who("6e2fb550", true);

    private final Sessions sessions = new Sessions(new FakeClock(), 1);
    private final HlsViewers viewers = new HlsViewers(sessions);

    private Sessions.Outcome open(Consumer<String> ender) {
        return sessions.open(new Opening(Action.PLAY, CAMERA, Protocol.HLS,
                Peer.of("192.0.2.1", false), Terms.NONE, ender));
    }

    private void plays(Who who, int fromSegment, int segments, long fromNs) {
        for (int i = 0; i < segments; i++) {
            for (String track : new String[] {"v1", "a2"}) {
                assertThat(viewers.refusal(who, this::open)).isEmpty();
                viewers.fetched(who, track + "/00/" + (fromSegment + i) + "-5.m4s", 1000,
                        fromNs + i * 2L * SECOND_NS);
            }
        }
    }

    @Test
    void aViewerIsASessionWhileItFetches() {
        plays(SESSION, 100, 3, 0);
        Session session = sessions.of(CAMERA).iterator().next();
        assertThat(session.bytes()).isEqualTo(6000);
        viewers.count(10 * SECOND_NS);
        assertThat(sessions.viewers(CAMERA)).isEqualTo(1);
        viewers.count(26 * SECOND_NS);
        assertThat(sessions.viewers(CAMERA)).isZero();
    }

    @Test
    void whoIsSentAwayGetsNothingUntilItIsForgotten() {
        plays(SESSION, 100, 1, 0);
        sessions.of(CAMERA).forEach(each -> each.end("kicked"));
        assertThat(viewers.refusal(SESSION, this::open)).contains("kicked");
        assertThat(viewers.count(SECOND_NS)).isZero();
        assertThat(sessions.viewers(CAMERA)).isZero();
        assertThat(viewers.refusal(SESSION, this::open)).contains("kicked");
        assertThat(viewers.count(17 * SECOND_NS)).isZero();
        assertThat(viewers.refusal(SESSION, this::open)).isEmpty();
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
