package io.freshet.cluster.sim;

import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/// Time, chance, who reaches whom, and all that there is.
///
/// Threading: confined to the test.
final class World {

    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;
    private static final String TRACED = System.getProperty("sim.trace", "");
    private static final String[] REGIONS = {"eu", "us", "asia"};

    final Random random;
    final TreeOptions tree;
    final SimEngine engine;
    final List<SimNode> nodes = new ArrayList<>();
    final List<Encoder> encoders = new ArrayList<>();
    final List<StreamKey> streams = new ArrayList<>();
    final Invariants invariants = new Invariants(this);
    final Media media = new Media(this);
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long sequence;
    private double loss;

    private record Event(long at, long sequence, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    World(long seed, int nodeCount, int streamCount) {
        this(seed, nodeCount, streamCount, TreeOptions.DEFAULT);
    }

    World(long seed, int nodeCount, int streamCount, TreeOptions tree) {
        this.random = new Random(seed);
        this.tree = tree;
        engine = new SimEngine(this);
        for (int i = 0; i < nodeCount; i++) {
            String region = REGIONS[i % REGIONS.length];
            nodes.add(new SimNode(this, new NodeRecord("n" + i, 1, EnumSet.allOf(Role.class),
                    new Place(region, ""), Map.of("http", "h", "relay", "r"),
                    new Capacity(40 + random.nextInt(60), 0), "sim", NodeState.READY)));
        }
        nodes.forEach(SimNode::boot);
        for (int i = 0; i < streamCount; i++) {
            StreamKey key = new StreamKey("live", "s" + i);
            streams.add(key);
            int copies = random.nextInt(10) < 3 ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                Encoder encoder = new Encoder(this, key, "e" + i + "-" + copy);
                encoders.add(encoder);
                at(5 * SECOND + nextLong(3 * SECOND), encoder::connect);
            }
        }
        at(media::tick, 250 * MS);
    }

    /// For replays: `-Dsim.trace=live/s7` prints what becomes of that stream.
    void trace(StreamKey key, Supplier<String> what) {
        if (key.toString().equals(TRACED)) {
            System.out.printf("%9.3f %s%n", now / 1e9, what.get());
        }
    }

    long now() {
        return now;
    }

    long nextLong(long bound) {
        return (long) (random.nextDouble() * bound);
    }

    /// Runs it in `delay` ns.
    void at(long delay, Runnable run) {
        events.add(new Event(now + delay, ++sequence, run));
    }

    /// Runs it again and again.
    void at(Runnable run, long every) {
        at(every, () -> {
            run.run();
            at(run, every);
        });
    }

    /// A way between two nodes or to the engine, ns.
    long delay() {
        long usual = MS + nextLong(20 * MS);
        return random.nextInt(50) == 0 ? usual + nextLong(300 * MS) : usual;
    }

    /// Whether a message that may be lost is lost.
    boolean loses() {
        return random.nextDouble() < loss;
    }

    void loss(double share) {
        loss = share;
    }

    void run(long until) {
        while (!events.isEmpty() && events.peek().at() <= until) {
            Event next = events.poll();
            now = next.at();
            next.run().run();
            invariants.check();
        }
        now = until;
    }

    SimNode node(String id) {
        return nodes.get(Integer.parseInt(id.substring(1)));
    }

    SimNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /// Bytes go from one to the other now.
    boolean reaches(SimNode one, SimNode other) {
        return one.side == other.side && one.isRunning() && other.isRunning();
    }
}
