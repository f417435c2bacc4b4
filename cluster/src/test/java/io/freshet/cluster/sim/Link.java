package io.freshet.cluster.sim;

import io.freshet.cluster.tree.Candidate;
import io.freshet.media.StreamKey;

/// A relay connection, as both ends have it.
///
/// Threading: confined to the test.
final class Link {

    final StreamKey key;
    final SimNode client;
    final SimNode server;
    final int clientLife;
    final int serverLife;
    final Candidate source;
    long grant;
    /// Each end's own belief.
    boolean clientOpen = true;
    boolean serverOpen;
    long silentSince = -1;
    long staleSince = -1;

    Link(StreamKey key, SimNode client, SimNode server, Candidate source) {
        this.key = key;
        this.client = client;
        this.server = server;
        this.clientLife = client.life();
        this.serverLife = server.life();
        this.source = source;
    }

    /// Whether bytes go through.
    boolean flows(World world) {
        return clientOpen && serverOpen && client.life() == clientLife
                && server.life() == serverLife && world.reaches(client, server);
    }
}
