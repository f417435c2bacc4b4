package io.freshet.control.access.token;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers a bounded number of things: the newer half for sure, the older half until it is full.
///
/// Threading: shared; a turn of generations is guarded by itself.
public final class Generations<K, V> {

    private final int half;
    private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

    /// @param most how many at a time
    public Generations(int most) {
        this.half = Math.max(1, most / 2);
    }

    public Optional<V> get(K key) {
        V found = young.get(key);
        if (found == null) {
            found = old.get(key);
            if (found != null) {
                put(key, found);
            }
        }
        return Optional.ofNullable(found);
    }

    public void put(K key, V value) {
        if (young.size() >= half) {
            turn();
        }
        young.put(key, value);
    }

    private synchronized void turn() {
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    void remove(K key) {
        young.remove(key);
        old.remove(key);
    }
}
