package io.freshet.server.healing;

import io.freshet.cluster.ClusterView;
import io.freshet.cluster.heal.Look;
import io.freshet.coordination.NodeRecord;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has a bounded number of nodes looked at, all at once, those in trouble first and the others in
/// turn.
///
/// Threading: confined to the healer; looks run on threads of their own.
final class Rounds implements AutoCloseable {

    /// One in five seconds of a thousand nodes is every node in a minute and a half.
    private static final int NODES_MAX = 64;
    private static final long PATIENCE_MS = 15_000;

    private final Prober prober;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int turn;

    Rounds(Prober prober) {
        this.prober = prober;
    }

    /// @param first those in trouble
    List<Look> look(List<NodeRecord> nodes, ClusterView view, Set<String> first)
            throws InterruptedException {
        Set<String> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(node.id()));
        prober.keep(ids);
        List<String> streams = view.streams().keySet().stream().map(StreamKey::toString)
                .sorted().toList();
        Optional<String> sample = streams.isEmpty() ? Optional.empty()
                : Optional.of(streams.get(Math.floorMod(turn, streams.size())));
        List<NodeRecord> chosen = chosen(nodes, first);
        turn++;
        List<Future<Look>> looks = chosen.stream().map(node ->
                threads.submit(() -> prober.look(node, sample))).toList();
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        List<Look> found = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            found.add(found(chosen.get(i), looks.get(i), endNs));
        }
        return found;
    }

    private List<NodeRecord> chosen(List<NodeRecord> nodes, Set<String> first) {
        List<NodeRecord> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparing(NodeRecord::id));
        if (sorted.size() <= NODES_MAX) {
            return sorted;
        }
        List<NodeRecord> chosen = new ArrayList<>(sorted.stream()
                .filter(node -> first.contains(node.id())).limit(NODES_MAX / 2).toList());
        int from = Math.floorMod(turn * (NODES_MAX / 2), sorted.size());
        for (int i = 0; i < sorted.size() && chosen.size() < NODES_MAX; i++) {
            NodeRecord next = sorted.get((from + i) % sorted.size());
            if (!first.contains(next.id())) {
                chosen.add(next);
            }
        }
        return chosen;
    }

    private static Look found(NodeRecord node, Future<Look> look, long endNs)
            throws InterruptedException {
        try {
            return look.get(Math.max(1, endNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            look.cancel(true);
            return new Look(node.id(), false, List.of());
        } catch (ExecutionException failed) {
            throw new IllegalStateException("look at " + node.id(), failed.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
