package io.freshet.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.control.events.Event;
import io.freshet.control.events.LoggedEvent;
import io.freshet.control.hooks.Delivery.State;
import io.freshet.control.store.Dump;
import io.freshet.control.store.StoreContract;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Webhooks are told what they want to hear, until they take it.
@Timeout(60)
abstract class WebhookContract extends StoreContract {

    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final StreamKey KEY = new StreamKey("live", "a");

    private final FakeClock clock = new FakeClock();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private volatile int answer = 204;
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            Bytes body = Bytes.wrap(exchange.getRequestBody().readAllBytes());
            String id = exchange.getRequestHeaders().getFirst(HookSignature.ID);
            boolean good = HookSignature.verifies(SECRET, id,
                    exchange.getRequestHeaders().getFirst(HookSignature.TIMESTAMP), body,
                    exchange.getRequestHeaders().getFirst(HookSignature.SIGNATURE));
            received.add(id + (good ? "" : " forged"));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void silence() {
        receiver.stop(0);
    }

    private Webhook hook(String id, List<String> types, List<String> apps) throws Exception {
        Webhook hook = new Webhook(id, new Webhook.Terms("http://127.0.0.1:"
                + receiver.getAddress().getPort() + "/" + id, true, types, apps, true, ""),
                SECRET, 1, 1, 0, 0);
        database.write(handle -> {
            WebhookStore.insert(handle, hook);
            return true;
        });
        return hook;
    }

    private void happened(Event... events) throws Exception {
        List<LoggedEvent> logged = new java.util.ArrayList<>();
        for (Event event : events) {
            logged.add(new LoggedEvent("e" + logged.size(), clock.wallMs(), event));
        }
        Outbox outbox = new Outbox(clock, () -> { });
        database.write(handle -> {
            outbox.stored(handle, logged);
            return true;
        });
    }

    private List<Delivery> deliveries(String hook) throws Exception {
        return database.read(handle ->
                DeliveryStore.list(handle, hook, Optional.empty(), "", 100));
    }

    private HookSender sender() {
        return sender(() -> true);
    }

    private HookSender sender(BooleanSupplier onDuty) {
        return new HookSender(database, () -> new HookClient("test", 8,
                (SSLSocketFactory) SSLSocketFactory.getDefault()), clock, onDuty);
    }

    /// Waits until all deliveries of a hook have had so many attempts.
    private List<Delivery> awaitAttempts(String hook, int count) throws Exception {
        List<Delivery> now = deliveries(hook);
        for (int i = 0; i < 500 && now.stream().anyMatch(each -> each.attempts() < count); i++) {
            Thread.sleep(20);
            now = deliveries(hook);
        }
        return now;
    }

    @Test
    void itsSecretIsSealedInTheDatabase() throws Exception {
        Webhook hook = hook("sealed", List.of(), List.of());
        String stored = database.read(handle -> handle.select("SELECT secret FROM webhooks")
                .mapTo(String.class).one());
        assertThat(stored).startsWith("enc1.").doesNotContain("MDEy");
        assertThat(found()).isEqualTo(hook);
        assertThat(new Dump(database).sealedSecrets()).isEqualTo(1);
        database.write(handle -> handle.execute("UPDATE webhooks SET secret = ?", SECRET));
        assertThat(found()).isEqualTo(hook);
    }

    private Webhook found() throws Exception {
        return database.read(handle -> WebhookStore.find(handle, "sealed")).orElseThrow();
    }

    @Test
    void eachIsToldWhatItWants() throws Exception {
        hook("all", List.of(), List.of());
        hook("ends", List.of("stream.ended", "alert.*"), List.of());
        hook("other", List.of(), List.of("other"));
        happened(Event.of("stream.started", KEY), Event.of("viewer.in", KEY),
                Event.of("stream.ended", KEY), Event.of("alert.fired"));
        assertThat(deliveries("all")).extracting(Delivery::type)
                .containsExactly("alert.fired", "stream.ended", "stream.started");
        assertThat(deliveries("ends")).extracting(Delivery::type)
                .containsExactly("alert.fired", "stream.ended");
        assertThat(deliveries("other")).isEmpty();
    }

    @Test
    void whatIsTakenIsSignedAndSentOnce() throws Exception {
        hook("h", List.of(), List.of());
        happened(Event.of("stream.started", KEY), Event.of("stream.ended", KEY));
        try (HookSender _ = sender()) {
            assertThat(awaitAttempts("h", 1)).allMatch(each -> each.state() == State.DELIVERED);
            assertThat(received).containsExactlyInAnyOrder("e0", "e1");
        }
    }

    @Test
    void whatIsNotTakenIsSentAgainLaterThenGivenUpAndReplayed() throws Exception {
        hook("h", List.of(), List.of());
        answer = 500;
        happened(Event.of("stream.started", KEY));
        try (HookSender sender = sender()) {
            for (int attempt = 1; attempt <= 8; attempt++) {
                Delivery now = awaitAttempts("h", attempt).getFirst();
                assertThat(now.attempts()).isEqualTo(attempt);
                assertThat(now.last().status()).isEqualTo(500);
                assertThat(now.state()).isEqualTo(attempt < 8 ? State.WAITING : State.DEAD);
                clock.advanceMs(13 * 3_600_000L);
                sender.poke();
            }
            assertThat(received).hasSize(8);
            answer = 200;
            int again = database.write(handle ->
                    DeliveryStore.replayDead(handle, "h", clock.wallMs()));
            assertThat(again).isEqualTo(1);
            sender.poke();
            assertThat(awaitAttempts("h", 1).getFirst().state()).isEqualTo(State.DELIVERED);
        }
    }

    @Test
    void whoTakesADeliveryHasItAlone() throws Exception {
        hook("h", List.of(), List.of());
        happened(Event.of("stream.started", KEY), Event.of("stream.ended", KEY));
        List<Delivery> first = database.write(handle ->
                DeliveryStore.claim(handle, "h", clock.wallMs(), 10));
        List<Delivery> second = database.write(handle ->
                DeliveryStore.claim(handle, "h", clock.wallMs(), 10));
        assertThat(first).hasSize(2);
        assertThat(second).isEmpty();
        List<Delivery> later = database.write(handle -> DeliveryStore.claim(handle, "h",
                clock.wallMs() + DeliveryStore.CLAIM_MS, 10));
        assertThat(later).hasSize(2);
    }

    private LoggedEvent event(String id) {
        return new LoggedEvent(id, clock.wallMs(), Event.of("stream.started", KEY));
    }

    private void stored(String id) throws Exception {
        database.write(handle -> {
            new Outbox(clock, () -> { }).stored(handle, List.of(event(id)));
            return true;
        });
    }

    private List<String> delivered() throws Exception {
        return deliveries("h").stream().filter(each -> each.state() == State.DELIVERED)
                .map(Delivery::eventId).sorted().toList();
    }

    private void awaitDelivered(String... ids) throws Exception {
        for (int i = 0; i < 1_500 && delivered().size() < ids.length; i++) {
            Thread.sleep(20);
        }
        assertThat(delivered()).containsExactly(ids);
    }

    @Test
    void whenTheSenderGoesTheOtherOneSendsWhatIsDue() throws Exception {
        AtomicReference<String> duty = new AtomicReference<>("first");
        hook("h", List.of(), List.of());
        try (HookSender second = sender(() -> duty.get().equals("second"))) {
            try (HookSender first = sender(() -> duty.get().equals("first"))) {
                happened(Event.of("stream.started", KEY), Event.of("stream.ended", KEY));
                first.poke();
                second.poke();
                assertThat(awaitAttempts("h", 1)).hasSize(2);
                answer = 500;
                stored("e2");
                first.poke();
                assertThat(awaitAttempts("h", 1)).hasSize(3);
                duty.set("nobody");
            }
            // What it has taken and not sent when it dies.
            database.write(handle -> {
                new Outbox(clock, () -> { }).stored(handle, List.of(event("e3")));
                return DeliveryStore.claim(handle, "h", clock.wallMs(), 10);
            });
            answer = 204;
            duty.set("second");
            clock.advanceMs(5_000);
            second.poke();
            awaitDelivered("e0", "e1", "e2");
            clock.advanceMs(DeliveryStore.CLAIM_MS);
            second.poke();
            awaitDelivered("e0", "e1", "e2", "e3");
        }
        assertThat(received).as("twice what was answered 500, else once")
                .containsExactlyInAnyOrder("e0", "e1", "e2", "e2", "e3");
    }

    /// Two that both believe to be on duty, as for a moment there may be.
    @Test
    void twoSendersSendEachDeliveryOnce() throws Exception {
        hook("h", List.of(), List.of());
        Event[] events = new Event[40];
        Arrays.fill(events, Event.of("stream.started", KEY));
        happened(events);
        try (HookSender first = sender(); HookSender second = sender()) {
            for (int i = 0; i < 1_500 && delivered().size() < events.length; i++) {
                first.poke();
                second.poke();
                Thread.sleep(20);
            }
        }
        assertThat(received).hasSize(40).doesNotHaveDuplicates();
    }
}
