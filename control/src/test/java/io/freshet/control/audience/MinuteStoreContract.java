package io.freshet.control.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.store.StoreContract;
import io.freshet.live.AppOptions;
import io.freshet.live.Audience;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.Leader;
import io.freshet.live.Loop;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.media.StreamKey;
import io.freshet.net.address.Regions;
import io.freshet.testkit.FakeClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who watched is summed up by the minute and found again.
abstract class MinuteStoreContract extends StoreContract {

    private static final StreamKey KEY = new StreamKey("live", "a");
    private final FakeClock clock = new FakeClock();

    /// Runs everything at once, and nothing later.
    private static final class AtOnce implements Loop {

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNs) {
            return () -> { };
        }
    }

    private Audience publish(Streams streams) {
        streams.publish(KEY, new Publisher() {
            @Override
            public String label() {
                return "test";
            }

            @Override
            public void onDismissed(String reason) {
                throw new AssertionError(reason);
            }
        }, new AtOnce()).toCompletableFuture().join();
        return streams.find(KEY).orElseThrow().audience();
    }

    private void seconds(AudienceBook book, int count) {
        for (int i = 0; i < count; i++) {
            clock.advanceMs(1000);
            book.look();
        }
    }

    @Test
    void aMinuteHasItsPeakItsMeanAndWhoCame() throws Exception {
        Streams streams = new Streams(clock, _ -> Optional.of(AppOptions.DEFAULT),
                (_, _) -> Leader.none());
        AudienceBook book = new AudienceBook(streams, database, clock);
        Audience audience = publish(streams);
        seconds(book, 30);
        for (int i = 0; i < 10; i++) {
            audience.joined(i < 6 ? Protocol.HLS : Protocol.RTMP);
        }
        seconds(book, 15);
        for (int i = 0; i < 4; i++) {
            audience.left(Protocol.RTMP);
        }
        seconds(book, 15);
        seconds(book, 60);
        book.store();
        for (AudienceKey key : List.of(AudienceKey.of(KEY), AudienceKey.of("live"),
                AudienceKey.NODE)) {
            List<Minute> minutes = database.read(handle ->
                    MinuteStore.list(handle, key, 0, Long.MAX_VALUE, 100));
            assertThat(minutes).as(key.toString()).hasSize(2);
            Minute first = minutes.getFirst();
            assertThat(first.peak()).isEqualTo(10);
            assertThat(first.joined()).isEqualTo(10);
            assertThat(first.atStart()).isZero();
            // Ten for 15 s, six for 15 s, and half a second at each edge.
            assertThat(first.watchedMs()).isBetween(236_000L, 248_000L);
            assertThat(first.protocols()).isEqualTo(Map.of("hls", 6L, "rtmp", 4L));
            assertThat(minutes.get(1).peak()).isEqualTo(6);
            assertThat(minutes.get(1).atStart()).isEqualTo(6);
            assertThat(minutes.get(1).joined()).isZero();
            long unique = database.read(handle -> MinuteStore.unique(handle, key, 0));
            assertThat(unique).isEqualTo(10);
        }
        assertThat(book.now(AudienceKey.of(KEY)).peak()).isEqualTo(10);
    }

    @Test
    void minutesArePutTogether() {
        AudienceKey key = AudienceKey.NODE;
        List<Minute> minutes = List.of(new Minute(key, 0, 5, 100, 2, 3, Map.of("hls", 5L)),
                new Minute(key, 60_000, 9, 200, 4, 7, Map.of("hls", 8L, "rtmp", 1L)),
                new Minute(key, 120_000, 1, 50, 1, 0, Map.of()));
        assertThat(AudienceRoutes.merged(key, minutes, 120_000)).containsExactly(
                new Minute(key, 0, 9, 300, 2, 10, Map.of("hls", 8L, "rtmp", 1L)),
                new Minute(key, 120_000, 1, 50, 1, 0, Map.of()));
    }

    @Test
    void theNarrowestRangeNamesTheRegion() {
        Regions regions = Regions.of(List.of("campus=10.0.0.0/8", "lab=10.1.2.0/23",
                "v6=2001:db8::/33"));
        assertThat(regions.of("10.9.9.9")).isEqualTo("campus");
        assertThat(regions.of("10.1.3.255")).isEqualTo("lab");
        assertThat(regions.of("10.1.4.0")).isEqualTo("campus");
        assertThat(regions.of("11.0.0.1")).isEqualTo("other");
        assertThat(regions.of("2001:db8:7fff::1")).isEqualTo("v6");
        assertThat(regions.of("2001:db8:8000::1")).isEqualTo("other");
        assertThat(regions.of("nonsense")).isEqualTo("other");
    }
}
