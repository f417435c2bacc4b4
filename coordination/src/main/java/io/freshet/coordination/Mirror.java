package io.freshet.coordination;

import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Table.Watcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The local copy of a table, for those who make engines.
///
/// Threading: read by anybody; all else is confined to the engine's [Voice].
///
/// @param <K> as the table's
/// @param <V> as the table's
public final class Mirror<K, V> {

    private final Map<K, Held<V>> copy = new ConcurrentHashMap<>();
    private final List<Watcher<K, V>> watchers = new CopyOnWriteArrayList<>();
    private final Voice voice;

    /// @param voice tells the watchers
    public Mirror(Voice voice) {
        this.voice = voice;
    }

    /// As [Table#find]; by anybody.
    public Optional<Held<V>> find(K key) {
        return Optional.ofNullable(copy.get(key));
    }

    /// As [Table#all]; by anybody.
    public Map<K, Held<V>> all() {
        return Map.copyOf(copy);
    }

    /// As [Table#watch]; by anybody.
    public Subscription watch(Watcher<K, V> watcher) {
        voice.execute(() -> {
            copy.forEach(watcher::changed);
            watchers.add(watcher);
        });
        return () -> {
            watchers.remove(watcher);
            voice.execute(() -> watchers.remove(watcher));
        };
    }

    /// The engine has that; what the copy has already is passed over.
    public void changed(K key, Held<V> held) {
        Held<V> before = copy.get(key);
        if (before == null || before.revision() != held.revision()) {
            copy.put(key, held);
            watchers.forEach(watcher -> watcher.changed(key, held));
        }
    }

    /// The engine has it no more.
    public void gone(K key) {
        if (copy.remove(key) != null) {
            watchers.forEach(watcher -> watcher.gone(key));
        }
    }

    /// The engine has these and no others: said after it was away.
    public void onlyThese(Map<K, Held<V>> now) {
        for (K key : Set.copyOf(copy.keySet())) {
            if (!now.containsKey(key)) {
                gone(key);
            }
        }
        now.forEach(this::changed);
    }

    /// Only these keys are left: said after it was away, and the others were told one by one.
    public void retain(Set<K> keys) {
        for (K key : Set.copyOf(copy.keySet())) {
            if (!keys.contains(key)) {
                gone(key);
            }
        }
    }
}
