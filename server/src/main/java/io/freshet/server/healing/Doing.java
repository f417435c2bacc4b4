package io.freshet.server.healing;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.heal.Trouble;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Written;
import io.freshet.media.Clock;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/// Does to a node what the rules want.
///
/// Every method blocks for a while and says in words what went wrong; empty if nothing did.
///
/// Threading: shared.
///
/// @param cluster  takes orders
/// @param byBus    tells a node by another way what to restart: node, path
/// @param provider starts nodes anew
/// @param hooks    tells those outside
/// @param trial    pushes a stream
record Doing(Cluster cluster, NodeClient client, BiConsumer<NodeRecord, String> byBus,
        Provider provider, Hooks hooks, Trial trial, Clock clock) {

    /// Who gives the orders.
    static final String BY = "healing";

    private static final System.Logger LOG = System.getLogger(Doing.class.getName());
    private static final long ORDER_SECONDS = 10;

    /// Restarts what fails; a node that cannot be asked at its port is asked over the bus.
    Optional<String> restart(NodeRecord node, List<Trouble> troubles)
            throws InterruptedException {
        for (Trouble trouble : troubles) {
            String path = "/relay/restart?part=" + trouble.part().name().toLowerCase(Locale.ROOT)
                    + "&name=" + URLEncoder.encode(trouble.name(), StandardCharsets.UTF_8);
            try {
                NodeClient.Reply reply = client.between(node, "POST", path);
                LOG.log(System.Logger.Level.INFO, () -> "restarted node=" + node.id() + " "
                        + path + " status=" + reply.status() + " " + reply.text().strip());
            } catch (IOException silent) {
                byBus.accept(node, path);
            }
        }
        return Optional.empty();
    }

    Optional<String> evict(NodeRecord node, String why) throws InterruptedException {
        Optional<String> wrong = order(node, NodeState.EVICTED, why);
        if (wrong.isEmpty()) {
            hooks.withdraw(node, why).ifPresent(said -> LOG.log(System.Logger.Level.WARNING,
                    () -> "withdraw hook failed node=" + node.id() + " " + said));
        }
        return wrong;
    }

    Optional<String> resume(NodeRecord node) throws InterruptedException {
        Optional<String> wrong = order(node, NodeState.READY, "");
        if (wrong.isEmpty()) {
            hooks.restore(node).ifPresent(said -> LOG.log(System.Logger.Level.WARNING,
                    () -> "restore hook failed node=" + node.id() + " " + said));
        }
        return wrong;
    }

    private Optional<String> order(NodeRecord node, NodeState wanted, String why)
            throws InterruptedException {
        String reason = why.length() <= NodeOrder.TEXT_CHARS_MAX ? why
                : why.substring(0, NodeOrder.TEXT_CHARS_MAX);
        try {
            Written<NodeOrder> written = cluster.order(new NodeOrder(node.id(), wanted, BY,
                    reason.replaceAll("\\p{Cntrl}", " "), clock.wallMs())).toCompletableFuture()
                    .get(ORDER_SECONDS, TimeUnit.SECONDS);
            return written instanceof Written.Done ? Optional.empty()
                    : Optional.of("the order was not written: " + written);
        } catch (ExecutionException | TimeoutException failed) {
            return Optional.of("the order was not written: " + failed.getMessage());
        }
    }

    Optional<String> reprovision(NodeRecord node, String why) throws InterruptedException {
        return provider.reprovision(node, why);
    }

    Optional<String> trial(NodeRecord node) throws InterruptedException {
        return trial.run(node);
    }
}
