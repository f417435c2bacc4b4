package io.freshet.tools.chaos;

import io.freshet.tools.passage.Conditions;
import io.freshet.tools.passage.Passage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Origins and NATS in one network, edges and viewers in another, and a long way between.
///
/// Encoders take another way, which is short: what viewers see is what the way between the nodes
/// does.
///
/// Threading: confined to its caller.
final class TwoSites implements Terrain {

    private static final String NEAR = "10.77.1.";
    private static final String FAR = "10.77.2.";
    /// Where encoders go, and where they come from.
    private static final String DOOR = "10.77.3.";
    private static final String ENCODER = "10.77.4.1";
    private static final int FIRST_ADDRESS = 11;
    private static final String[] SETTLED = {"net.ipv4.conf.all.rp_filter=0",
            "net.ipv4.conf.default.rp_filter=0"};

    private final Conditions bad;
    private final long seed;
    private final String congestion;
    private final List<Passage> passages = new ArrayList<>();
    private final List<Process> holders = new ArrayList<>();
    private long spoiltNs;
    private Passage.Count before = new Passage.Count(0, 0, 0);

    /// @param bad        how the way is when it is spoilt
    /// @param seed       which packets are lost
    /// @param congestion how TCP goes about losses; empty: as the machine does
    TwoSites(Conditions bad, long seed, String congestion) {
        this.bad = bad;
        this.seed = seed;
        this.congestion = congestion;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("unshare", "--net", "sleep", "3600").start();
        holders.add(other);
        awaitNetwork(other);
        passages.add(Passage.open("way0", "way1", seed));
        passages.add(Passage.open("door0", "door1", seed));
        List<String> there = there();
        for (String device : List.of("way1", "door1")) {
            must(List.of(), "ip link set " + device + " netns " + other.pid());
        }
        must(there, "ip link set lo up");
        for (String setting : SETTLED) {
            must(List.of(), "sysctl -qw " + setting);
            must(there, "sysctl -qw " + setting);
        }
        if (!congestion.isEmpty()) {
            String setting = "sysctl -qw net.ipv4.tcp_congestion_control=" + congestion;
            must(List.of(), setting);
            must(there, setting);
        }
        for (int i = 0; i <= Ground.ORIGINS; i++) {
            int last = i == 0 ? 1 : FIRST_ADDRESS + i - 1;
            must(there, "ip addr add " + NEAR + last + "/32 dev lo");
            must(there, "ip addr add " + DOOR + last + "/32 dev lo");
            must(List.of(), "ip addr add " + FAR + last + "/32 dev lo");
        }
        must(List.of(), "ip addr add " + ENCODER + "/32 dev lo");
        join(List.of(), "way0", NEAR, FAR + 1);
        join(there, "way1", FAR, NEAR + 1);
        join(List.of(), "door0", DOOR, ENCODER);
        join(there, "door1", "10.77.4.", DOOR + 1);
    }

    /// That program gets a network of its own a moment after it has begun.
    private static void awaitNetwork(Process other) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (OwnNetwork.run(List.of("sh", "-c", "[ \"$(readlink /proc/self/ns/net)\" != "
                    + "\"$(readlink /proc/" + other.pid() + "/ns/net)\" ]")) == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("needs the right to make network namespaces");
    }

    private List<String> there() {
        return List.of("nsenter", "--net=/proc/" + holders.getFirst().pid() + "/ns/net");
    }

    private static void join(List<String> way, String device, String net, String source)
            throws IOException, InterruptedException {
        must(way, "ip link set " + device + " up");
        must(way, "ip route add " + net + "0/24 dev " + device + " src " + source);
    }

    private static void must(List<String> way, String command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(way);
        words.addAll(List.of(command.split(" ")));
        if (OwnNetwork.run(words) != 0) {
            throw new IOException("'" + command + "' failed");
        }
    }

    /// The way between the nodes is bad from now on.
    void spoil() {
        passages.getFirst().set(bad);
        spoiltNs = System.nanoTime();
        before = passages.getFirst().counts().getLast();
    }

    /// What went from the origins to the edges since then, in words.
    String crossed() {
        Passage.Count now = passages.getFirst().counts().getLast();
        long packets = now.packets() - before.packets();
        return String.format(Locale.ROOT, "%s: from origins to edges went %d packets, %.1f %%"
                + " of them were lost, %.2f Mbit/s", bad, packets,
                100.0 * (now.dropped() - before.dropped()) / Math.max(1, packets),
                (now.bytes() - before.bytes()) * 8e3 / (System.nanoTime() - spoiltNs));
    }

    @Override
    public Lot nats() {
        return new Lot("", "", "", NEAR + 1, NEAR + 1, true, there());
    }

    @Override
    public List<Lot> lots() {
        List<Lot> lots = new ArrayList<>();
        for (int i = 0; i < Ground.ORIGINS; i++) {
            lots.add(new Lot("origin-" + (i + 1), "ingest,origin,control", "near",
                    NEAR + (FIRST_ADDRESS + i), DOOR + (FIRST_ADDRESS + i), true, there()));
        }
        for (int i = 0; i < Ground.EDGES; i++) {
            String host = FAR + (FIRST_ADDRESS + i);
            lots.add(new Lot("edge-" + (i + 1), "edge", "far", host, host, true, List.of()));
        }
        return lots;
    }

    @Override
    public void close() {
        passages.forEach(Passage::close);
        holders.forEach(Process::destroyForcibly);
    }
}
