package io.freshet.cluster.tree;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks for a source of one stream: the best one that has not just failed.
///
/// Threading: confined to the caller.
public final class Search {

    /// A source that failed is not asked again for so long.
    private static final long BACKOFF_NS = 1_000_000_000L;
    /// Who is served by somebody less good looks for better this often.
    private static final long BETTER_NS = 30_000_000_000L;

    private final Map<String, Long> failedNs = new HashMap<>();
    private @Nullable Candidate hint;
    private String unreached = "";
    private String lostLeader = "";
    private long movedNs = Long.MIN_VALUE / 2;

    /// Whom to pull from now.
    ///
    /// @param candidates the best first
    /// @param carriage   what comes in now
    /// @param closed     whether a node takes nobody new, and those who are there should go
    public Optional<Choice> next(List<Candidate> candidates, Carriage carriage,
            Predicate<Candidate> closed, long nowNs) {
        Candidate now = carriage.parent();
        boolean leaving = now != null && closed.test(now);
        Optional<Candidate> best = Optional.ofNullable(hint)
                .filter(each -> (now == null || leaving) && !hasFailed(each, nowNs)
                        && !closed.test(each))
                .or(() -> candidates.stream().filter(each -> !hasFailed(each, nowNs)).findFirst());
        if (now == null) {
            return best.map(each -> choice(each, carriage));
        }
        boolean direct = candidates.stream().anyMatch(each ->
                each.leader() && each.node().equals(now.node()));
        boolean leaderChanged = now.leader() && !direct;
        if (leaderChanged || leaving || !direct && nowNs - movedNs >= BETTER_NS) {
            Optional<Candidate> better = best.filter(each -> !each.node().equals(now.node())
                    && (leaving || before(candidates, each, now)));
            if (better.isPresent()) {
                movedNs = nowNs;
                return better.map(each -> choice(each, carriage));
            }
        }
        return Optional.of(choice(now, carriage));
    }

    /// A source that is not in the list any more comes after all that are.
    private static boolean before(List<Candidate> candidates, Candidate one, Candidate other) {
        int place = candidates.stream().map(Candidate::node).toList().indexOf(other.node());
        return place < 0 || candidates.indexOf(one) < place;
    }

    private boolean hasFailed(Candidate each, long nowNs) {
        Long when = failedNs.get(each.node());
        return when != null && nowNs - when < BACKOFF_NS;
    }

    private Choice choice(Candidate each, Carriage carriage) {
        return new Choice(each, new Plea(carriage.levelMax(), unreached, lostLeader,
                carriage.heard()));
    }

    /// It let us in.
    public void opened(Candidate source, long nowNs) {
        failedNs.remove(source.node());
        hint = null;
        unreached = "";
        lostLeader = "";
        movedNs = nowNs;
    }

    /// It sent us to another node.
    public void redirected(Candidate source, Candidate target, long nowNs) {
        if (hasFailed(target, nowNs)) {
            // We have just been there: let the next request say so.
            unreached = target.node();
        } else {
            hint = target;
        }
        failedNs.put(source.node(), nowNs - BACKOFF_NS / 2);
    }

    /// It refused, was not reached, or brought nothing for too long.
    public void failed(Candidate source, long nowNs) {
        failedNs.put(source.node(), nowNs);
        if (hint != null && source.node().equals(hint.node())) {
            unreached = source.node();
            hint = null;
        }
        if (source.leader()) {
            lostLeader = source.node();
        }
        if (failedNs.size() > 100) {
            failedNs.clear();
        }
    }

    /// Whom to ask, and with which words.
    public record Choice(Candidate source, Plea plea) {
    }

    /// What a request says besides who asks.
    ///
    /// @param levelMax the highest level that can be taken
    /// @param instead  whom we were sent to and did not reach; empty if none
    /// @param lost     the leader that does not deliver; empty if none
    /// @param token    the highest that came here: nothing lower is any use; 0 if none
    public record Plea(int levelMax, String instead, String lost, long token) {

        /// As parameters of the request.
        public Map<String, String> query(String self, String region) {
            Map<String, String> query = new HashMap<>(Map.of("node", self, "region", region,
                    "level-max", Integer.toString(levelMax)));
            if (!instead.isEmpty()) {
                query.put("instead", instead);
            }
            if (!lost.isEmpty()) {
                query.put("lost", lost);
            }
            if (token != 0) {
                query.put("token", Long.toString(token));
            }
            return Map.copyOf(query);
        }

        /// Reads it; what is missing or wrong asks for nothing special.
        public static Plea parse(Map<String, String> query) {
            return new Plea((int) Math.min(number(query, "level-max", DEEP), DEEP),
                    query.getOrDefault("instead", ""), query.getOrDefault("lost", ""),
                    number(query, "token", 0));
        }

        /// Deeper than any tree.
        private static final long DEEP = 99;

        private static long number(Map<String, String> query, String name, long otherwise) {
            String text = query.getOrDefault(name, "");
            return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
        }
    }
}
