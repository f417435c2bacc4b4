package io.freshet.tools.chaos;

import io.freshet.tools.load.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What is broken, and what viewers may notice of it.
enum Fault {
    /// Nothing: what a viewer sees then is the measure.
    NONE("nothing is broken"),
    /// The stream's leader dies; the encoder pushes to a standby as well.
    KILL_LEADER("kill -9 of the stream's leader"),
    /// It stands still, and comes back when another one leads.
    STOP_LEADER("SIGSTOP of the stream's leader for 8 s"),
    /// The encoder's output to it sends nothing more, and its connection stays; the other goes on.
    FREEZE_ENCODER("the encoder's output to the stream's leader stands still for 8 s"),
    /// Nobody can reach it, and it can reach nobody, for 8 s.
    CUT_LEADER("the stream's leader cut off for 8 s"),
    /// An edge dies under its viewers.
    KILL_EDGE("kill -9 of an edge"),
    /// One server of NATS dies.
    KILL_NATS("kill -9 of one server of NATS"),
    /// The one that leads its group does.
    KILL_NATS_LEADER("kill -9 of the leader of NATS"),
    /// All of them are gone for a while.
    NATS_AWAY("NATS gone for a while"),
    /// An origin is asked to stop, as for an upgrade.
    STOP_NODE("SIGTERM of the stream's leader"),
    /// So is an edge.
    STOP_EDGE("SIGTERM of an edge"),
    /// The way between two regions is long, and a packet in a hundred is lost.
    LOSS("packets are late and lost between regions for a minute"),
    /// It is worse, where the kernel knows how to go about that.
    LOSS_BBR("more packets are lost than TCP without BBR bears"),
    /// The leader is drained over the API, and stays.
    DRAIN("the stream's leader drained"),
    /// So is an edge.
    DRAIN_EDGE("an edge drained"),
    /// Every node is drained, stopped, started again and taken back, one after the other.
    UPGRADE("rolling upgrade of all nodes"),
    /// The node that sends alerts and makes backups for all dies.
    KILL_CONTROL("kill -9 of the node that has the control centre's duties"),
    /// What the control centre keeps is gone for a while.
    DATABASE_AWAY("PostgreSQL gone for a while"),
    /// From the beginning the leader's clock is an hour ahead.
    CLOCK_OFF("the leader's clock is an hour ahead");

    private static final Duration AWAY = Duration.ofSeconds(8);

    /// What viewers may notice.
    ///
    /// @param gapMs       longest time without media of a connection that stays
    /// @param reopens     connections opened again, of those whose edge was not broken
    /// @param backMs      longest gap of those whose edge was broken
    /// @param discontinuities of HLS
    /// @param lagMs       how far RTMP and FLV may fall behind
    record Bounds(long gapMs, int reopens, long backMs, int discontinuities, long lagMs) {

        private static final long ANY = Long.MAX_VALUE;
        /// A machine with everything on it may stumble for a moment.
        static final Bounds NOTHING = new Bounds(1_000, 0, 1_000, 0, ANY);
        static final Bounds LEADER = new Bounds(3_000, 0, 3_000, 1, ANY);
        /// It is left within a second, and the machine may stumble besides.
        static final Bounds FREEZE = new Bounds(1_500, 0, 1_500, 0, ANY);
        static final Bounds EDGE = new Bounds(1_000, 0, 2_500, 1, ANY);
        static final Bounds WAY = new Bounds(1_000, 0, 1_000, 0, 1_000);
        /// Two leaders in turn, and each edge once.
        static final Bounds ALL = new Bounds(2_500, 3, 2_500, 2, ANY);
    }

    private static final Path CONGESTION =
            Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");
    private static final int SECONDS_OF_LOSS = 60;

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /// As on the command line.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String words() {
        return words;
    }

    Bounds bounds() {
        return switch (this) {
            case NONE, CLOCK_OFF, DATABASE_AWAY, KILL_NATS, KILL_NATS_LEADER, NATS_AWAY ->
                    Bounds.NOTHING;
            case KILL_LEADER, KILL_CONTROL, STOP_LEADER, CUT_LEADER, STOP_NODE, DRAIN ->
                    Bounds.LEADER;
            case FREEZE_ENCODER -> Bounds.FREEZE;
            case UPGRADE -> Bounds.ALL;
            case KILL_EDGE, STOP_EDGE, DRAIN_EDGE -> Bounds.EDGE;
            case LOSS, LOSS_BBR -> Bounds.WAY;
        };
    }

    /// Who may lead while it lasts, by what readers hear.
    Succession.Bounds leaders() {
        return switch (this) {
            case STOP_LEADER, CUT_LEADER, FREEZE_ENCODER -> Succession.Bounds.returned("origin-1");
            case KILL_LEADER, STOP_NODE, DRAIN, UPGRADE -> Succession.Bounds.SEVERAL;
            // Whoever has the duties may lead as well.
            case KILL_CONTROL -> Succession.Bounds.MAYBE;
            case NONE, KILL_EDGE, STOP_EDGE, DRAIN_EDGE, KILL_NATS, KILL_NATS_LEADER, NATS_AWAY,
                    DATABASE_AWAY, CLOCK_OFF, LOSS, LOSS_BBR -> Succession.Bounds.ONE;
        };
    }

    /// The edge that it breaks.
    Optional<String> edge() {
        return this == KILL_EDGE || this == STOP_EDGE || this == DRAIN_EDGE
                ? Optional.of("edge-1") : Optional.empty();
    }

    static Optional<Fault> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
    }

    /// Whose clock it sets wrong.
    Optional<String> clockOff() {
        return this == CLOCK_OFF ? Optional.of("origin-1") : Optional.empty();
    }

    /// Does it, and undoes what ends by itself.
    ///
    /// @param toLeader the encoder's output to it
    /// @param away     for how long NATS or the database is gone
    /// @return what there is to tell; may be empty
    /// @throws IOException also if the cluster did not do what it should
    String strike(Ground ground, String leader, Encoder toLeader, Duration away)
            throws IOException, InterruptedException {
        switch (this) {
            case NONE -> TimeUnit.MILLISECONDS.sleep(AWAY.toMillis());
            case KILL_LEADER -> ground.node(leader).program().signal("KILL");
            case STOP_LEADER -> stop(ground.node(leader).program());
            case FREEZE_ENCODER -> {
                toLeader.freeze(AWAY);
                TimeUnit.MILLISECONDS.sleep(AWAY.toMillis());
            }
            case CUT_LEADER -> cut(ground.node(leader).host());
            case KILL_EDGE -> ground.node("edge-1").program().signal("KILL");
            case KILL_NATS -> ground.servers().get((ground.metaLeader() + 1) % Ground.SERVERS)
                    .signal("KILL");
            case KILL_NATS_LEADER -> ground.servers().get(ground.metaLeader()).signal("KILL");
            case NATS_AWAY -> stopNats(ground, away);
            case DRAIN -> ground.drain(leader);
            case DRAIN_EDGE -> ground.drain("edge-1");
            case UPGRADE -> {
                for (Ground.Node node : ground.nodes()) {
                    ground.upgrade(node);
                }
            }
            case STOP_EDGE -> ground.node("edge-1").program().signal("TERM");
            case STOP_NODE -> ground.node(leader).program().signal("TERM");
            case LOSS, LOSS_BBR -> spoil(ground);
            case KILL_CONTROL -> {
                return new Judge(ground).killsControl();
            }
            case DATABASE_AWAY -> {
                return new Judge(ground).losesDatabase(away);
            }
            case CLOCK_OFF -> {
                return new Judge(ground).seesClockOff(leader);
            }
        }
        return "";
    }

    private static void stop(Program program) throws IOException, InterruptedException {
        program.signal("STOP");
        TimeUnit.MILLISECONDS.sleep(AWAY.toMillis());
        program.signal("CONT");
    }

    private static void cut(String host) throws IOException, InterruptedException {
        OwnNetwork.cut(host);
        TimeUnit.MILLISECONDS.sleep(AWAY.toMillis());
        OwnNetwork.mend();
    }

    private static void stopNats(Ground ground, Duration away)
            throws IOException, InterruptedException {
        for (Program server : ground.servers()) {
            server.signal("KILL");
        }
        TimeUnit.MILLISECONDS.sleep(away.toMillis());
        for (int i = 0; i < Ground.SERVERS; i++) {
            ground.startAgain(i);
        }
    }

    private static void spoil(Ground ground) throws InterruptedException {
        if (ground.terrain() instanceof TwoSites sites) {
            sites.spoil();
            TimeUnit.SECONDS.sleep(SECONDS_OF_LOSS);
        }
    }

    /// Whether it needs networks of our own.
    boolean needsNetwork() {
        return this == CUT_LEADER || isWay();
    }

    /// Of packets, between regions.
    int lossPercent() {
        return this == LOSS_BBR ? 5 : 1;
    }

    /// Why it cannot be shown on this machine.
    Optional<String> missing() {
        if (this != LOSS_BBR) {
            return needsDatabase() ? Database.missing() : Optional.empty();
        }
        try {
            return Files.readString(CONGESTION).contains("bbr") ? Optional.empty()
                    : Optional.of("this kernel has no BBR: modprobe tcp_bbr");
        } catch (IOException unreadable) {
            return Optional.of("this system does not say whether it has BBR");
        }
    }

    /// Whether its nodes share a database.
    boolean needsDatabase() {
        return this == KILL_CONTROL || this == DATABASE_AWAY;
    }

    /// Whether it lies between two regions.
    boolean isWay() {
        return this == LOSS || this == LOSS_BBR;
    }
}
