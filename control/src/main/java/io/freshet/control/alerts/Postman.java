package io.freshet.control.alerts;

import io.freshet.control.alerts.Carrier.NotCarried;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Brings a message to people, and tries again for a while.
///
/// Threading: shared; a virtual thread for each message that is under way.
final class Postman implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Postman.class.getName());

    /// After these it is given up: by then it is said again, if it still holds.
    private static final long[] WAITS_MS = {5_000, 30_000, 120_000, 600_000};
    private static final int UNDER_WAY_MAX = 256;

    private final Carrier mail;
    private final Carrier http;
    private final Semaphore places = new Semaphore(UNDER_WAY_MAX);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean closed;

    Postman(Carrier mail, Carrier http) {
        this.mail = mail;
        this.http = http;
    }

    /// Once, and at once.
    void sendOnce(Channel channel, Message message) throws NotCarried, InterruptedException {
        switch (channel.terms().kind()) {
            case EMAIL -> mail.carry(channel, message);
            case WEBHOOK, HTTP -> http.carry(channel, message);
        }
    }

    /// Later, as often as it takes.
    void send(Channel channel, Message message) {
        if (!places.tryAcquire()) {
            failed.incrementAndGet();
            LOG.log(System.Logger.Level.WARNING, () -> "too many messages under way channel="
                    + channel.id());
            return;
        }
        Thread.ofVirtual().name("alert " + channel.id()).start(() -> {
            try {
                persist(channel, message);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private void persist(Channel channel, Message message) throws InterruptedException {
        for (int attempt = 0; !closed; attempt++) {
            try {
                sendOnce(channel, message);
                sent.incrementAndGet();
                return;
            } catch (NotCarried failure) {
                if (attempt == WAITS_MS.length) {
                    failed.incrementAndGet();
                    LOG.log(System.Logger.Level.WARNING, () -> "alert could not be told channel="
                            + channel.id() + " problem=" + failure.getMessage());
                    return;
                }
                Thread.sleep(WAITS_MS[attempt]);
            }
        }
    }

    Map<String, Long> counts() {
        return Map.of("sent", sent.get(), "failed", failed.get());
    }

    @Override
    public void close() {
        closed = true;
    }
}
