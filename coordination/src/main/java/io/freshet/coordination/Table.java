package io.freshet.coordination;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Slow facts by key, replicated; each node has a copy of all of them.
///
/// A change is compare-and-set: it says which revision it replaces. Revisions of one key only
/// grow, over removals too, as long as the engine keeps what it holds.
///
/// Threading: shared; see the package.
///
/// @param <K> what facts are found by
/// @param <V> the fact, immutable
public interface Table<K, V> {

    /// Expected of a key that has no value: never written, or removed.
    long ABSENT = 0;

    /// What the local copy says; never waits, may be late.
    Optional<Held<V>> find(K key);

    /// The whole local copy, as it is now.
    Map<K, Held<V>> all();

    /// Writes if the key is still at revision `expected`.
    ///
    /// @param expected the revision that is replaced, or [#ABSENT]
    /// @return done within a few seconds, never exceptionally; [Written.Away] leaves it open
    ///         whether it was written
    CompletionStage<Written<V>> write(K key, V value, long expected);

    /// Removes if the key is still at revision `expected`; what [Written.Done] says is of no use.
    CompletionStage<Written<V>> remove(K key, long expected);

    /// Tells `watcher` all that there is and then every change, in order.
    ///
    /// Several changes of one key may be told as one, the last; nothing that lasts is left out,
    /// however long the engine was away in between.
    Subscription watch(Watcher<K, V> watcher);

    /// A value with its revision.
    ///
    /// @param value    as written
    /// @param revision more than 0, grows with every write of this key
    record Held<V>(V value, long revision) {
    }

    /// Told of changes in order.
    interface Watcher<K, V> {

        /// There is a value, or a new one.
        void changed(K key, Held<V> held);

        /// There is none any more.
        void gone(K key);
    }
}
