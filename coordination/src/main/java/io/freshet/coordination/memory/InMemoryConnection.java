package io.freshet.coordination.memory;

import io.freshet.coordination.Bus;
import io.freshet.coordination.Engine;
import io.freshet.coordination.Lease;
import io.freshet.coordination.Ledger;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table;
import io.freshet.coordination.Voice;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/// One node's connection to an [InMemoryEngine]; it can be cut.
///
/// Threading: shared; see [Engine].
public final class InMemoryConnection implements Engine, Bus, Ledger {

    private final InMemoryEngine engine;
    private final Voice voice;
    private final InMemoryTable<String, NodeRecord> nodes;
    private final InMemoryTable<String, NodeOrder> orders;
    private final InMemoryTable<StreamKey, StreamEntry> directory;
    private final InMemoryTable<String, Lease> leases;
    private final List<LinkListener> links = new CopyOnWriteArrayList<>();
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private volatile boolean here;
    private volatile boolean closed;

    private record Ear(String subject, Listener listener) {

        boolean takes(String sent) {
            if (!subject.endsWith(".*")) {
                return subject.equals(sent);
            }
            int stem = subject.length() - 1;
            return sent.length() > stem && sent.startsWith(subject.substring(0, stem))
                    && sent.indexOf('.', stem) < 0;
        }
    }

    InMemoryConnection(InMemoryEngine engine, Executor threads) {
        this.engine = engine;
        this.voice = new Voice(threads);
        this.nodes = new InMemoryTable<>(this, engine.nodes);
        this.orders = new InMemoryTable<>(this, engine.orders);
        this.directory = new InMemoryTable<>(this, engine.directory);
        this.leases = new InMemoryTable<>(this, engine.leases);
    }

    void arrive() {
        cut(false);
    }

    /// This node does not reach the engine, or does again.
    public void cut(boolean away) {
        if (closed) {
            return;
        }
        here = !away;
        voice.execute(() -> {
            if (!away) {
                nodes.catchUp();
                orders.catchUp();
                directory.catchUp();
                leases.catchUp();
            }
            links.forEach(link -> link.changed(!away));
        });
    }

    Voice voice() {
        return voice;
    }

    /// Which of the tables is this shelf's.
    @SuppressWarnings("unchecked")
    <K, V> InMemoryTable<K, V> tableOf(Shelf<K, V> shelf) {
        Object table = shelf == (Object) engine.nodes ? nodes
                : shelf == (Object) engine.orders ? orders
                : shelf == (Object) engine.directory ? directory : leases;
        return (InMemoryTable<K, V>) table;
    }

    <K, V> void post(InMemoryTable<K, V> table, K key, Optional<V> value, long revision) {
        voice.execute(() -> table.hear(key, value, revision));
    }

    void hear(String subject, Bytes message) {
        if (here) {
            voice.execute(() -> ears.stream().filter(ear -> ear.takes(subject))
                    .forEach(ear -> ear.listener().heard(subject, message)));
        }
    }

    @Override
    public Table<String, NodeRecord> nodes() {
        return nodes;
    }

    @Override
    public Table<String, NodeOrder> orders() {
        return orders;
    }

    @Override
    public Table<StreamKey, StreamEntry> directory() {
        return directory;
    }

    @Override
    public Table<String, Lease> leases() {
        return leases;
    }

    @Override
    public Bus bus() {
        return this;
    }

    @Override
    public Ledger ledger() {
        return this;
    }

    @Override
    public boolean isHere() {
        return here;
    }

    @Override
    public Subscription listen(LinkListener listener) {
        voice.execute(() -> {
            listener.changed(here);
            links.add(listener);
        });
        return () -> voice.execute(() -> links.remove(listener));
    }

    @Override
    public void publish(String subject, Bytes message) {
        if (message.length() > MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException("message of " + message.length() + " bytes");
        }
        if (here) {
            engine.send(subject, message);
        }
    }

    @Override
    public Subscription subscribe(String subject, Listener listener) {
        Ear ear = new Ear(subject, listener);
        ears.add(ear);
        return () -> ears.remove(ear);
    }

    @Override
    public CompletionStage<Noted> note(String id, Bytes line) {
        return said(here ? new Noted.Kept(engine.note(id, line)) : new Noted.Away("away"));
    }

    @Override
    public CompletionStage<Lines> after(long number, int max) {
        return said(here ? new Lines.Known(engine.after(number, max)) : new Lines.Away("away"));
    }

    private <T> CompletionStage<T> said(T answer) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        voice.execute(() -> stage.complete(answer));
        return stage;
    }

    @Override
    public void close() {
        closed = true;
        here = false;
        engine.leave(this);
    }
}
