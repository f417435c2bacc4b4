package io.freshet.coordination.memory;

import io.freshet.coordination.Mirror;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table;
import io.freshet.coordination.Written;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A table as one connection sees it.
///
/// Threading: shared; its copy belongs to the connection's voice.
final class InMemoryTable<K, V> implements Table<K, V> {

    private final InMemoryConnection connection;
    private final Shelf<K, V> shelf;
    private final Mirror<K, V> mirror;

    InMemoryTable(InMemoryConnection connection, Shelf<K, V> shelf) {
        this.connection = connection;
        this.shelf = shelf;
        this.mirror = new Mirror<>(connection.voice());
    }

    @Override
    public Optional<Held<V>> find(K key) {
        return mirror.find(key);
    }

    @Override
    public Map<K, Held<V>> all() {
        return mirror.all();
    }

    @Override
    public CompletionStage<Written<V>> write(K key, V value, long expected) {
        return answer(key, Optional.of(value), expected);
    }

    @Override
    public CompletionStage<Written<V>> remove(K key, long expected) {
        return answer(key, Optional.empty(), expected);
    }

    private CompletionStage<Written<V>> answer(K key, Optional<V> value, long expected) {
        CompletableFuture<Written<V>> answer = new CompletableFuture<>();
        Written<V> written = connection.isHere() ? shelf.write(key, value, expected)
                : new Written.Away<>("the engine is away");
        connection.voice().execute(() -> answer.complete(written));
        return answer;
    }

    @Override
    public Subscription watch(Watcher<K, V> watcher) {
        return mirror.watch(watcher);
    }

    /// On the voice: a change, unless the connection is cut.
    void hear(K key, Optional<V> value, long revision) {
        if (connection.isHere()) {
            value.ifPresentOrElse(some -> mirror.changed(key, new Held<>(some, revision)),
                    () -> mirror.gone(key));
        }
    }

    /// On the voice: all of it, after a cut.
    void catchUp() {
        shelf.tell(mirror);
    }
}
