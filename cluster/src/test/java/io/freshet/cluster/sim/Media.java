package io.freshet.cluster.sim;

import io.freshet.cluster.tree.Carriage;
import org.jspecify.annotations.Nullable;

/// Frames, as far as they matter here: which leader's token reaches whom, every quarter second.
///
/// Threading: confined to the test.
final class Media {

    private static final long PATIENCE = World.SECOND;
    /// A server notices later than its client that nobody is there.
    private static final long SERVER_PATIENCE = 3 * World.SECOND;

    private final World world;

    Media(World world) {
        this.world = world;
    }

    void tick() {
        for (SimNode node : world.nodes) {
            if (node.isRunning()) {
                for (Link link : node.carrying.pulling()) {
                    client(link);
                }
                for (Link link : node.carrying.served()) {
                    server(link);
                }
            }
        }
    }

    private void client(Link link) {
        if (!link.flows(world)) {
            long since = link.silentSince < 0 ? world.now() : link.silentSince;
            link.silentSince = since;
            boolean closed = link.server.life() != link.serverLife;
            if (closed || world.now() - since >= PATIENCE) {
                link.client.carrying.lost(link);
            }
            return;
        }
        link.silentSince = -1;
        SimNode leader = root(link);
        if (leader != null) {
            deliver(link, leader);
        }
    }

    /// Who leads at the end of the way that this link is part of; null if it is broken.
    private @Nullable SimNode root(Link link) {
        Link step = link;
        for (int hops = 0; hops <= world.nodes.size(); hops++) {
            if (!step.flows(world)) {
                return null;
            }
            if (step.server.leadership.leads(link.key).isPresent()) {
                return step.server;
            }
            Link next = step.server.carrying.source(link.key);
            if (next == null) {
                return null;
            }
            step = next;
        }
        throw new AssertionError("a circle for " + link.key);
    }

    private void deliver(Link link, SimNode leader) {
        long token = leader.leadership.leads(link.key).orElseThrow();
        Carriage carriage = link.client.carrying.carriage(link.key);
        long before = carriage.heard();
        if (token < before) {
            link.staleSince = link.staleSince < 0 ? world.now() : link.staleSince;
            if (world.now() - link.staleSince >= PATIENCE) {
                link.client.carrying.lost(link);
            }
            return;
        }
        link.staleSince = -1;
        link.client.carrying.pull(link.key).reachedNs = world.now();
        world.invariants.read(link.key, token, leader);
        if (token > before) {
            carriage.heard(token);
            link.client.execute(link.client.leadership.heard(link.key, token, world.now()));
        }
    }

    private void server(Link link) {
        boolean gone = link.client.life() != link.clientLife || !link.clientOpen;
        if (link.flows(world)) {
            link.silentSince = -1;
        } else if (gone && world.reaches(link.server, link.client)
                || link.client.isDead()) {
            link.server.carrying.released(link);
        } else {
            long since = link.silentSince < 0 ? world.now() : link.silentSince;
            link.silentSince = since;
            if (world.now() - since >= SERVER_PATIENCE) {
                link.server.carrying.released(link);
            }
        }
    }
}
