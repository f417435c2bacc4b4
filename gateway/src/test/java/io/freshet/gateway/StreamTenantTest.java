package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.Repairs;
import io.freshet.live.StreamReport;
import io.freshet.live.StreamReport.State;
import io.freshet.media.StreamKey;
import io.freshet.media.Tracks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTenantTest {

    private static final long OPENED_MS = 1_800_000_000_000L;
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private static StreamTenant tenant(State state, long bps, long bytesIn, Duration window,
            long ageMs) {
        return new StreamTenant(new StreamReport(new StreamKey("live", "s"), state, OPENED_MS,
                OPENED_MS, List.of(), new Tracks(List.of()), bps, 30, 2_000, bytesIn, 0, 0, 0,
                Repairs.NONE), window, OPENED_MS + ageMs, _ -> { });
    }

    @Test
    void aWindowIsPaidForBeforeItIsFull() {
        // 1 Mbit/s for 30 s and two groups of pictures, the arrays, the objects.
        assertThat(tenant(State.LIVE, 1_000_000, 500_000, WINDOW, 12_000).needBytes())
                .isEqualTo(125_000 * 34 + 150_000 + (2 << 20));
        assertThat(tenant(State.LIVE, 48_000, 500_000, WINDOW, 12_000).needBytes())
                .isEqualTo(6_000 * 34 + 150_000);
    }

    @Test
    void withoutPlaylistsItHoldsItsGroupOfPictures() {
        assertThat(tenant(State.LIVE, 400_000, 9_000_000, Duration.ZERO, 60_000).needBytes())
                .isEqualTo(50_000 * 4 + 150_000);
    }

    @Test
    void whoseEncoderIsAwayHoldsWhatItHad() {
        assertThat(tenant(State.WAITING, 0, 10_000_000, WINDOW, 60_000).needBytes())
                .isEqualTo(5_000_000 + 150_000);
        assertThat(tenant(State.WAITING, 0, 100_000, WINDOW, 5_000).needBytes())
                .isEqualTo(100_000 + 150_000);
    }

    @Test
    void itIsKnownAfterTenSeconds() {
        assertThat(tenant(State.LIVE, 0, 0, WINDOW, 9_999).isNew()).isTrue();
        assertThat(tenant(State.LIVE, 0, 0, WINDOW, 10_000).isNew()).isFalse();
    }

    @Test
    void itIsEndedByAKick() {
        List<String> kicked = new ArrayList<>();
        StreamTenant plain = tenant(State.LIVE, 0, 0, WINDOW, 0);
        new StreamTenant(plain.report(), WINDOW, OPENED_MS, kicked::add).end("no memory");
        assertThat(kicked).containsExactly("no memory");
    }
}
