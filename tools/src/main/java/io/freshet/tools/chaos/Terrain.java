package io.freshet.tools.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Where a cluster stands: which nodes, at which addresses.
///
/// Threading: confined to its caller.
interface Terrain extends AutoCloseable {

    /// A place for one node.
    ///
    /// @param host where others reach it
    /// @param door where encoders and we reach it
    /// @param ours whether nobody else has that address: then ports can be the usual ones
    /// @param way  words before a command, so that it runs there
    record Lot(String name, String roles, String region, String host, String door, boolean ours,
            List<String> way) {
    }

    /// Makes it.
    ///
    /// @throws IOException saying what is missing here
    void prepare() throws IOException, InterruptedException;

    /// Where NATS runs: name and roles say nothing.
    Lot nats();

    List<Lot> lots();

    @Override
    void close();

    /// Three origins and three edges on loopback, each with an address of its own, so that one
    /// can be cut off.
    record Loopback() implements Terrain {

        private static final int FIRST_ADDRESS = 11;

        @Override
        public void prepare() {
            // It is there.
        }

        @Override
        public Lot nats() {
            return new Lot("", "", "", "127.0.0.1", "127.0.0.1", false, List.of());
        }

        @Override
        public List<Lot> lots() {
            List<Lot> lots = new ArrayList<>();
            for (int i = 0; i < Ground.ORIGINS + Ground.EDGES; i++) {
                boolean origin = i < Ground.ORIGINS;
                String host = "127.0.0." + (FIRST_ADDRESS + i);
                lots.add(new Lot(origin ? "origin-" + (i + 1) : "edge-" + (i + 1 - Ground.ORIGINS),
                        origin ? "ingest,origin,control" : "edge", "main", host, host, false,
                        List.of()));
            }
            return lots;
        }

        @Override
        public void close() {
            // It stays.
        }
    }
}
