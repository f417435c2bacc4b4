package io.freshet.coordination.memory;

import io.freshet.coordination.Mirror;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Written;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One table, where all see it.
///
/// Threading: shared, guarded by `engine`.
final class Shelf<K, V> {

    private final InMemoryEngine engine;
    private final Map<K, Held<V>> values = new HashMap<>();

    Shelf(InMemoryEngine engine) {
        this.engine = engine;
    }

    Map<K, Held<V>> all() {
        synchronized (engine) {
            return Map.copyOf(values);
        }
    }

    void clear() {
        synchronized (engine) {
            values.clear();
        }
    }

    /// Writes, or removes if `value` is empty.
    Written<V> write(K key, Optional<V> value, long expected) {
        synchronized (engine) {
            Held<V> now = values.get(key);
            if ((now == null ? 0 : now.revision()) != expected) {
                return new Written.Outrun<>(Optional.ofNullable(now));
            }
            long revision = engine.nextRevision();
            value.ifPresentOrElse(some -> values.put(key, new Held<>(some, revision)),
                    () -> values.remove(key));
            // Handed over while the engine is held, so that all copies hear changes in order.
            for (InMemoryConnection connection : engine.connections) {
                connection.post(connection.tableOf(this), key, value, revision);
            }
            return new Written.Done<>(revision);
        }
    }

    /// Brings a copy up to date.
    void tell(Mirror<K, V> copy) {
        copy.onlyThese(all());
    }
}
