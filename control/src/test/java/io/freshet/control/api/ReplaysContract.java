package io.freshet.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.control.store.StoreContract;
import io.freshet.media.Bytes;
import io.freshet.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What holds for every database.
abstract class ReplaysContract extends StoreContract {

    private static final Caller CALLER = new Caller(Caller.Kind.TOKEN, "t1", "test",
            Map.of(Caller.EVERY_APP, Role.ADMIN));

    private final FakeClock clock = new FakeClock();
    private final AtomicInteger made = new AtomicInteger();
    private Replays replays;

    private ApiAnswer post(String key, String body) throws Exception {
        if (replays == null) {
            restart();
        }
        return replays.once(new ApiRequest("POST", "/api/v1/things", Map.of(),
                Map.of("idempotency-key", key),
                Bytes.wrap(body.getBytes(StandardCharsets.UTF_8)),
                new ApiRequest.Peer("192.0.2.1", false, false)), CALLER, () ->
                ApiAnswer.created("/api/v1/things/1", json ->
                        json.writeStringProperty("secret", "no-" + made.incrementAndGet())));
    }

    private void restart() {
        replays = new Replays(clock, database);
    }

    @Test
    void anAnswerOutlivesARestart() throws Exception {
        ApiAnswer first = post("k", "{}");
        restart();
        ApiAnswer again = post("k", "{}");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.type()).isEqualTo(first.type());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("Location", "/api/v1/things/1")
                .containsEntry("Idempotency-Replayed", "true");
        assertThat(made).hasValue(1);
        restart();
        assertThatThrownBy(() -> post("k", "{\"other\":1}")).isInstanceOf(ApiProblem.class);
    }

    @Test
    void itIsSealedAndGoesAfterADay() throws Exception {
        post("k", "{}");
        String kept = database.read(handle -> handle.select("SELECT slot || answer FROM replays")
                .mapTo(String.class).one());
        assertThat(kept).contains("enc1.").doesNotContain("no-1");
        restart();
        clock.advanceMs(Replays.KEPT.toMillis() + 1);
        post("k", "{}");
        assertThat(made).hasValue(2);
        long rows = database.read(handle -> handle.select("SELECT count(*) FROM replays")
                .mapTo(Long.class).one());
        assertThat(rows).isEqualTo(1);
    }
}
