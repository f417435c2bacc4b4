package io.freshet.cluster.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterOptions.TreeOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The nearest healthy parent is pulled from, and the next one when it fails.
final class SearchTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Candidate NEAR = new Candidate("near", "us", false);
    private static final Candidate NEXT = new Candidate("next", "us", false);
    private static final Candidate LEADER = new Candidate("leader", "eu", true);

    private final Search search = new Search();
    private final Carriage carriage = new Carriage("us", TreeOptions.DEFAULT);
    private final Set<String> closed = new HashSet<>();
    private List<Candidate> known = List.of(NEAR, NEXT, LEADER);

    /// Whom to pull from; `nobody` if there is none for now.
    private String next(long nowNs) {
        return search.next(known, carriage, each -> closed.contains(each.node()), nowNs)
                .map(choice -> choice.source().node()).orElse("nobody");
    }

    private void opened(Candidate source, long nowNs) {
        assertThat(carriage.fed(source, 1)).isTrue();
        search.opened(source, nowNs);
    }

    private void lost(Candidate source, long nowNs) {
        carriage.unfed(nowNs);
        search.failed(source, nowNs);
    }

    @Test
    void theNextOneIsAskedWhenOneFailsAndAllAgainAfterASecond() {
        assertThat(next(0)).isEqualTo("near");
        search.failed(NEAR, 0);
        assertThat(next(0)).isEqualTo("next");
        search.failed(NEXT, 0);
        assertThat(next(0)).isEqualTo("leader");
        search.failed(LEADER, 0);
        assertThat(next(0)).isEqualTo("nobody");
        assertThat(next(SECOND)).isEqualTo("near");
    }

    @Test
    void whoIsServedStaysAndGoesToTheNearestOneWhenItIsBackForHalfAMinute() {
        search.failed(NEAR, 0);
        assertThat(next(0)).isEqualTo("next");
        opened(NEXT, 0);
        assertThat(next(2 * SECOND)).isEqualTo("next");
        assertThat(next(30 * SECOND)).isEqualTo("near");
    }

    @Test
    void whoLosesItsParentGoesToTheNextOneAtOnce() {
        opened(NEAR, 0);
        assertThat(next(SECOND)).isEqualTo("near");
        lost(NEAR, SECOND);
        assertThat(next(SECOND)).isEqualTo("next");
    }

    @Test
    void aParentThatTakesNobodyNewIsLeftForOneThatDoes() {
        opened(NEAR, 0);
        closed.add("near");
        known = List.of(NEXT, LEADER);
        assertThat(next(SECOND)).isEqualTo("next");
    }

    @Test
    void whereItIsSentItGoesAndSaysSoIfNobodyIsThere() {
        known = List.of(LEADER);
        assertThat(next(0)).isEqualTo("leader");
        search.redirected(LEADER, NEAR, 0);
        assertThat(next(0)).isEqualTo("near");
        search.failed(NEAR, 0);
        assertThat(next(SECOND / 2)).isEqualTo("leader");
        assertThat(search.next(known, carriage, _ -> false, SECOND / 2).orElseThrow().plea()
                .instead()).isEqualTo("near");
    }

    @Test
    void aLeaderThatFailsIsNamedToTheOthers() {
        known = List.of(LEADER, NEAR);
        search.failed(LEADER, 0);
        Search.Choice choice = search.next(known, carriage, _ -> false, 0).orElseThrow();
        assertThat(choice.source()).isEqualTo(NEAR);
        assertThat(choice.plea().lost()).isEqualTo("leader");
    }
}
