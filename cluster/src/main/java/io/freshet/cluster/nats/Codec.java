package io.freshet.cluster.nats;

import io.freshet.coordination.BadRecordException;
import io.freshet.coordination.Lease;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.StreamEntry;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.util.function.Function;

/// A table's keys and values as NATS keeps them.
///
/// Keys may have letters, digits, `-`, `_`, `/`, `=` and `.`; a `.` of ours is written `=2E`, since
/// it means a level to NATS.
///
/// Threading: immutable.
interface Codec<K, V> {

    Codec<String, NodeRecord> NODES =
            new Named<>(NodeRecord::text, NodeRecord::parse);
    Codec<String, NodeOrder> ORDERS = new Named<>(NodeOrder::text, NodeOrder::parse);
    Codec<StreamKey, StreamEntry> STREAMS = new OfStreams();
    Codec<String, Lease> LEASES = new Named<>(Lease::text, Lease::parse);

    String key(K key);

    K keyOf(String text) throws BadRecordException;

    String value(V value);

    V valueOf(String text) throws BadRecordException;

    /// What is kept by a name of ours, which is a key as it stands.
    ///
    /// @param write as it is kept
    /// @param read  the same back
    record Named<V>(Function<V, String> write, Reading<V> read) implements Codec<String, V> {

        /// Reads a value.
        interface Reading<V> {
            V of(String text) throws BadRecordException;
        }

        @Override
        public String key(String key) {
            return key;
        }

        @Override
        public String keyOf(String text) {
            return text;
        }

        @Override
        public String value(V value) {
            return write.apply(value);
        }

        @Override
        public V valueOf(String text) throws BadRecordException {
            return read.of(text);
        }
    }

    /// Streams by app and name.
    final class OfStreams implements Codec<StreamKey, StreamEntry> {

        @Override
        public String key(StreamKey key) {
            return key.toString().replace(".", "=2E");
        }

        @Override
        public StreamKey keyOf(String text) throws BadRecordException {
            String plain = text.replace("=2E", ".");
            int slash = plain.indexOf('/');
            if (slash < 0) {
                throw new BadRecordException("no stream's key: " + text);
            }
            try {
                return StreamKey.of(plain.substring(0, slash), plain.substring(slash + 1));
            } catch (BadNameException bad) {
                throw new BadRecordException(String.valueOf(bad.getMessage()));
            }
        }

        @Override
        public String value(StreamEntry value) {
            return value.text();
        }

        @Override
        public StreamEntry valueOf(String text) throws BadRecordException {
            return StreamEntry.parse(text);
        }
    }
}
