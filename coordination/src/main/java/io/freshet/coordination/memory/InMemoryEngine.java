package io.freshet.coordination.memory;

import io.freshet.coordination.Lease;
import io.freshet.coordination.Ledger;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.StreamEntry;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What all connections share; it can be made to be away, whole or for one of them.
///
/// Threading: shared, guarded by itself; nothing is called back while it is held.
public final class InMemoryEngine {

    final Shelf<String, NodeRecord> nodes = new Shelf<>(this);
    final Shelf<String, NodeOrder> orders = new Shelf<>(this);
    final Shelf<StreamKey, StreamEntry> directory = new Shelf<>(this);
    final Shelf<String, Lease> leases = new Shelf<>(this);
    final List<Ledger.Line> lines = new ArrayList<>();
    final List<InMemoryConnection> connections = new ArrayList<>();
    private long revision;

    /// A node's connection; it calls back on virtual threads, one at a time.
    public InMemoryConnection connect() {
        InMemoryConnection made = new InMemoryConnection(this,
                task -> Thread.ofVirtual().name("memory-voice").start(task));
        synchronized (this) {
            connections.add(made);
        }
        made.arrive();
        return made;
    }

    /// Nobody reaches it, or everybody does again.
    public void away(boolean away) {
        List<InMemoryConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        all.forEach(connection -> connection.cut(away));
    }

    /// Forgets everything, as when its storage is lost; revisions begin at 1 again.
    public void loseAll() {
        synchronized (this) {
            nodes.clear();
            orders.clear();
            directory.clear();
            leases.clear();
            lines.clear();
            revision = 0;
        }
    }

    /// Guarded by this, like all that is shared.
    long nextRevision() {
        return ++revision;
    }

    synchronized void leave(InMemoryConnection connection) {
        connections.remove(connection);
    }

    synchronized long note(String id, Bytes line) {
        return lines.stream().filter(each -> each.id().equals(id)).findFirst()
                .map(Ledger.Line::number).orElseGet(() -> {
                    long number = lines.size() + 1L;
                    lines.add(new Ledger.Line(number, Objects.requireNonNull(id), line));
                    return number;
                });
    }

    synchronized List<Ledger.Line> after(long number, int max) {
        return lines.stream().filter(line -> line.number() > number).limit(max).toList();
    }

    void send(String subject, Bytes message) {
        List<InMemoryConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        all.forEach(connection -> connection.hear(subject, message));
    }
}
