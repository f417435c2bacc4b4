package io.freshet.cluster.nats;

import io.freshet.coordination.Bus;
import io.freshet.coordination.Subscription;
import io.freshet.media.Bytes;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Core NATS: subjects with our prefix.
///
/// Threading: shared, guarded by itself; no call to NATS that waits is made meanwhile.
final class NatsBus implements Bus {

    private final NatsEngine engine;
    private final String prefix;
    private final Map<String, Set<Listener>> listeners = new HashMap<>();
    private final Map<String, io.nats.client.Subscription> open = new HashMap<>();
    private @Nullable Connection attached;
    private @Nullable Dispatcher dispatcher;

    NatsBus(NatsEngine engine, String prefix) {
        this.engine = engine;
        this.prefix = prefix;
    }

    /// There is a connection; jnats keeps its subscriptions when it is made anew.
    synchronized void attach(Connection connection) {
        if (!connection.equals(attached)) {
            attached = connection;
            dispatcher = connection.createDispatcher();
            open.clear();
        }
        listeners.keySet().forEach(this::open);
    }

    private void open(String subject) {
        Dispatcher now = dispatcher;
        if (now != null && !open.containsKey(subject)) {
            open.put(subject, now.subscribe(prefix + subject, message -> hear(subject,
                    message.getSubject().substring(prefix.length()),
                    Bytes.wrap(message.getData()))));
        }
    }

    private void hear(String subject, String sent, Bytes message) {
        engine.voice().execute(() -> listening(subject).forEach(
                listener -> listener.heard(sent, message)));
    }

    private synchronized Set<Listener> listening(String subject) {
        return Set.copyOf(listeners.getOrDefault(subject, Set.of()));
    }

    @Override
    public void publish(String subject, Bytes message) {
        if (message.length() > MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException("message of " + message.length() + " bytes");
        }
        Connection now = engine.connection();
        if (now != null && now.getStatus() == Connection.Status.CONNECTED) {
            byte[] body = new byte[message.length()];
            message.buffer().get(body);
            try {
                now.publish(prefix + subject, body);
            } catch (IllegalStateException _) {
                // It has just gone: lost, as the contract says.
            }
        }
    }

    @Override
    public synchronized Subscription subscribe(String subject, Listener listener) {
        listeners.computeIfAbsent(subject, _ -> new HashSet<>()).add(listener);
        open(subject);
        return () -> forget(subject, listener);
    }

    private synchronized void forget(String subject, Listener listener) {
        Set<Listener> left = listeners.get(subject);
        if (left == null || !left.remove(listener) || !left.isEmpty()) {
            return;
        }
        listeners.remove(subject);
        io.nats.client.Subscription subscription = open.remove(subject);
        Dispatcher now = dispatcher;
        if (subscription != null && now != null && now.isActive()) {
            now.unsubscribe(subscription);
        }
    }
}
