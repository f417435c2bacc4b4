package io.freshet.cluster.tree;

import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.cluster.Relays.Admission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One stream on one node: where it comes from, and who pulls it from here.
///
/// What makes the tree sound needs nothing but what this node knows of itself:
///
/// - A node has a level while it carries the stream: the leader 0, others what their source told.
///   A child's level is above its parent's. A node with children never takes a higher level; if it
///   must, it drops them first. So no circle can close and no path is longer than the highest
///   level allowed.
/// - Other regions are served by the leader alone, one child for each; the rest of a region pulls
///   from that one. Two who serve other regions would each let one in, and neither would know.
///
/// Threading: confined to the caller.
public final class Carriage {

    /// A child may be replaced because another node of its region does not reach it, this often.
    private static final long STEAL_NS = 10_000_000_000L;
    /// Children wait so long for a node that looks for another source.
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final int NO_LEVEL = -1;

    private final String region;
    private final TreeOptions options;
    private final Map<Long, Child> children = new LinkedHashMap<>();
    private final Map<String, Long> stolenNs = new LinkedHashMap<>();
    private final List<Long> dropped = new ArrayList<>();
    private boolean leading;
    private int level = NO_LEVEL;
    private @Nullable Candidate parent;
    private long unfedNs;
    private final LongSupplier grants;
    private long heard;

    /// A node that pulls from here.
    ///
    /// @param node   its id
    /// @param region where it is
    public record Child(String node, String region) {
    }

    /// @param region of this node
    public Carriage(String region, TreeOptions options) {
        this(region, options, new AtomicLong()::incrementAndGet);
    }

    /// @param region of this node
    /// @param grants numbers that no other stream of this node gets
    public Carriage(String region, TreeOptions options, LongSupplier grants) {
        this.region = region;
        this.options = options;
        this.grants = grants;
    }

    /// This node leads the stream from now on.
    public void lead() {
        leading = true;
        level = 0;
        parent = null;
    }

    /// It does so no more, or it carries the stream no more: all children are dropped.
    public void leave() {
        leading = false;
        level = NO_LEVEL;
        parent = null;
        dropAll(child -> true);
    }

    /// Nobody is served from here now. What begins here, or comes in, goes on doing so: whoever is
    /// let in later is served from it.
    public void shut() {
        dropAll(child -> true);
    }

    /// The highest level that a new source may give.
    public int levelMax() {
        return children.isEmpty() || level == NO_LEVEL ? options.depthMax() : level;
    }

    /// A source has let this node in.
    ///
    /// @return false if it must not be used: its level is too high for those who pull from here
    public boolean fed(Candidate source, int given) {
        if (leading || given < 1 || given > levelMax()) {
            return false;
        }
        level = given;
        parent = source;
        return true;
    }

    /// A mark with that token came in.
    public void heard(long token) {
        heard = Math.max(heard, token);
    }

    /// The highest token that came in; 0 if none.
    public long heard() {
        return heard;
    }

    /// The source is lost; children stay and wait for a while.
    public void unfed(long nowNs) {
        parent = null;
        unfedNs = nowNs;
    }

    /// Lets children go when nothing has come in for so long that they should look elsewhere.
    public void expire(long nowNs) {
        if (!isFed() && level != NO_LEVEL && nowNs - unfedNs >= PATIENCE_NS) {
            leave();
        }
    }

    /// A node wants to pull from here.
    ///
    /// @param closed whether a node takes nobody new
    public Admission admit(Wish wish, Predicate<String> closed, long nowNs) {
        if (!leading && parent == null) {
            return new Admission.Refused("the stream does not come in here now");
        }
        if (comesFrom(wish.node())) {
            return new Admission.Refused("it is pulled from there");
        }
        dropAll(child -> child.node().equals(wish.node()));
        if (level + 1 > Math.min(wish.levelMax(), options.depthMax())) {
            return new Admission.Refused("level " + (level + 1) + " is too deep");
        }
        Admission.@Nullable Redirect elsewhere = wish.region().equals(region)
                ? within(wish, closed) : across(wish, closed, nowNs);
        if (elsewhere != null) {
            return closed.test(elsewhere.node())
                    ? new Admission.Refused("the node for that takes nobody new") : elsewhere;
        }
        long grant = grants.getAsLong();
        children.put(grant, new Child(wish.node(), wish.region()));
        return new Admission.Admitted(grant, level + 1);
    }

    private Admission.@Nullable Redirect within(Wish wish, Predicate<String> closed) {
        List<Child> near = children.values().stream()
                .filter(child -> child.region().equals(region)).toList();
        if (near.size() < options.childrenMax()) {
            return null;
        }
        return near.stream().filter(child -> !closed.test(child.node()))
                .min(Comparator.comparingLong(child -> Rank.of(
                        Rank.hash(wish.node()), Rank.hash(child.node()))))
                .map(child -> new Admission.Redirect(child.node())).orElse(null);
    }

    private Admission.@Nullable Redirect across(Wish wish, Predicate<String> closed,
            long nowNs) {
        Candidate source = parent;
        if (source != null) {
            return new Admission.Redirect(source.node());
        }
        Child rival = children.values().stream()
                .filter(child -> child.region().equals(wish.region())).findFirst().orElse(null);
        if (rival == null) {
            return null;
        }
        Long stolen = stolenNs.get(wish.region());
        if (closed.test(rival.node()) && !closed.test(wish.node())) {
            // The one that goes is served by the one that stays.
            dropAll(child -> child.region().equals(wish.region()));
            return null;
        }
        if (!rival.node().equals(wish.instead())
                || stolen != null && nowNs - stolen < STEAL_NS) {
            return new Admission.Redirect(rival.node());
        }
        stolenNs.put(wish.region(), nowNs);
        dropAll(child -> child.region().equals(wish.region()));
        return null;
    }

    /// A pull has ended.
    public void released(long grant) {
        children.remove(grant);
    }

    private void dropAll(Predicate<Child> which) {
        children.entrySet().removeIf(each -> {
            boolean goes = which.test(each.getValue());
            if (goes) {
                dropped.add(each.getKey());
            }
            return goes;
        });
    }

    /// The grants whose pulls must be ended now; told once.
    public List<Long> takeDropped() {
        List<Long> now = List.copyOf(dropped);
        dropped.clear();
        return now;
    }

    /// Who pulls from here.
    public Map<Long, Child> children() {
        return Map.copyOf(children);
    }

    /// Where it comes from, if it does.
    public @Nullable Candidate parent() {
        return parent;
    }

    /// Whether it comes from that node.
    public boolean comesFrom(String node) {
        return parent != null && parent.node().equals(node);
    }

    /// How far from the leader at most; -1 if the stream is not carried.
    public int level() {
        return level;
    }

    /// Whether the stream comes in, or begins here.
    public boolean isFed() {
        return leading || parent != null;
    }

    /// A node's wish to pull.
    ///
    /// @param node     its id
    /// @param region   where it is
    /// @param levelMax the highest level that it can take
    /// @param instead  the node that it was sent to and did not reach; empty if none
    public record Wish(String node, String region, int levelMax, String instead) {
    }
}
