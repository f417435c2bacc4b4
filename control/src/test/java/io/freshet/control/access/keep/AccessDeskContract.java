package io.freshet.control.access.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.rule.Rules;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.store.DatabaseOptions;
import io.freshet.control.store.StoreAwayException;
import io.freshet.control.store.StoreContract;
import io.freshet.testkit.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds for every database.
abstract class AccessDeskContract extends StoreContract {

    private static final String RULE = "{\"stream\":\"**\",\"access\":\"signed\"}";

    @TempDir
    Path folder;

    private final List<Rules> told = new ArrayList<>();
    private AccessDesk desk;

    @BeforeEach
    void openDesk() throws StoreAwayException {
        desk = another(told);
    }

    private RulesFile rulesFile() {
        return new RulesFile(folder.resolve("rules.json"),
                DatabaseOptions.sqlite(folder.resolve("none.db")).vault());
    }

    private AccessDesk another(List<Rules> sink) throws StoreAwayException {
        AccessDesk made = new AccessDesk(rulesFile(), sink::add);
        made.connect(database, new FakeClock());
        made.refresh();
        return made;
    }

    private static AccessRow row(String id, String body) {
        return new AccessRow(Kind.PLAYBACK_RULE, "live", id, 1, 1000, body);
    }

    @Test
    void whatIsSetIsToldAndFound() throws Exception {
        assertThat(told).containsExactly(Rules.NONE);
        desk.insert(row("a", RULE), "rules");
        assertThat(told.getLast().app("live").rule("x").orElseThrow().signed()).isTrue();
        assertThat(desk.find(Kind.PLAYBACK_RULE, "live", "a")).contains(row("a", RULE));
        desk.update(row("a", RULE).next("{\"stream\":\"**\",\"access\":\"open\"}"));
        assertThat(told.getLast().app("live").isOpenToAll("x")).isTrue();
        assertThat(desk.delete(Kind.PLAYBACK_RULE, "live", "a")).isTrue();
        assertThat(desk.delete(Kind.PLAYBACK_RULE, "live", "a")).isFalse();
        assertThat(told.getLast()).isEqualTo(Rules.NONE);
    }

    @Test
    void aDatabaseThatIsAboutToBeClosedIsNotAskedAnyMore() throws Exception {
        desk.insert(row("a", RULE), "rules");
        desk.disconnect();
        database.close();
        desk.refresh();
        assertThat(desk.find(Kind.PLAYBACK_RULE, "live", "a")).contains(row("a", RULE));
    }

    @Test
    void aNameIsTakenOnceAndAListIsBounded() throws Exception {
        desk.insert(row("a", RULE), "rules");
        assertThatThrownBy(() -> desk.insert(row("a", RULE), "rules"))
                .isInstanceOf(ApiProblem.class);
        AccessRow decider = new AccessRow(Kind.DECIDER, "live", "one", 1, 1, "{}");
        desk.insert(decider, "webhooks");
        assertThatThrownBy(() -> desk.insert(new AccessRow(Kind.DECIDER, "live", "two", 1, 1,
                "{}"), "webhooks")).isInstanceOf(ApiProblem.class);
    }

    /// A key that nobody knows signs nothing: what cannot be read lets nobody in.
    @Test
    void secretsAreSealedAndOneThatCannotBeReadIsReplacedByOneThatNobodyKnows() throws Exception {
        String body = "{\"name\":\"site\",\"kind\":\"secret\",\"material\":\"c2VjcmV0\","
                + "\"private\":false,\"createdBy\":\"admin\"}";
        AccessRow key = new AccessRow(Kind.SIGNING_KEY, "live", "k", 1, 1000, body);
        desk.insert(key, "keys");
        assertThat(desk.find(Kind.SIGNING_KEY, "live", "k")).contains(key);
        String stored = database.read(handle -> handle.select("SELECT body FROM access_rows")
                .mapTo(String.class).one());
        assertThat(stored).contains("\"name\":\"site\"").contains("\"material\":\"enc1.")
                .doesNotContain("c2VjcmV0");
        assertThat(database.unreadableSecrets()).isZero();
        // As if the row came from a database with another key.
        database.write(handle -> handle.execute("UPDATE access_rows SET id = 'other'"));
        AccessDesk reader = another(new ArrayList<>());
        AccessRow other = reader.find(Kind.SIGNING_KEY, "live", "other").orElseThrow();
        assertThat(other.body()).contains("\"name\":\"site\"").doesNotContain("enc1.")
                .doesNotContain("c2VjcmV0");
        assertThat(database.unreadableSecrets()).isEqualTo(1);
    }

    @Test
    void theRulesFileHoldsNoSecretsThatAnybodyCanRead() throws Exception {
        AccessRow key = signingKey("c2VjcmV0");
        desk.insert(key, "keys");
        Path file = folder.resolve("rules.json");
        assertThat(Files.readString(file)).contains("site").contains("enc1.")
                .doesNotContain("c2VjcmV0");
        assertThat(rulesFile().read().orElseThrow()).containsExactly(key);
        // As an older version wrote it.
        Files.writeString(file, Files.readString(file).replaceAll("enc1\\.[A-Za-z0-9_-]+",
                "c2VjcmV0"));
        assertThat(rulesFile().read().orElseThrow()).containsExactly(key);
    }

    private static AccessRow signingKey(String material) {
        return new AccessRow(Kind.SIGNING_KEY, "live", "k", 1, 1000, "{\"name\":\"site\","
                + "\"kind\":\"secret\",\"material\":\"" + material
                + "\",\"private\":false,\"createdBy\":\"admin\"}");
    }

    @Test
    void secretsOfAnOlderVersionAreSealedAtTheStart() throws Exception {
        AccessRow key = signingKey("c2VjcmV0");
        desk.insert(key, "keys");
        database.write(handle -> handle.execute("UPDATE access_rows SET body = ?", key.body()));
        AccessDesk next = another(new ArrayList<>());
        String stored = database.read(handle -> handle.select("SELECT body FROM access_rows")
                .mapTo(String.class).one());
        assertThat(stored).contains("\"material\":\"enc1.").doesNotContain("c2VjcmV0");
        assertThat(next.find(Kind.SIGNING_KEY, "live", "k")).contains(key);
    }

    @Test
    void theSlowerOfTwoIsTold() throws Exception {
        desk.insert(row("a", RULE), "rules");
        AccessRow next = row("a", RULE).next(RULE);
        desk.update(next);
        assertThatThrownBy(() -> desk.update(next)).isInstanceOfSatisfying(ApiProblem.class,
                problem -> assertThat(problem.status()).isEqualTo(412));
    }

    @Test
    void anotherNodeSeesTheChangeAtItsNextLook() throws Exception {
        List<Rules> elsewhere = new ArrayList<>();
        AccessDesk other = another(elsewhere);
        desk.insert(row("a", RULE), "rules");
        assertThat(elsewhere).hasSize(1);
        other.refresh();
        other.refresh();
        assertThat(elsewhere).hasSize(2);
        assertThat(elsewhere.getLast()).isEqualTo(told.getLast());
    }

    @Test
    void withoutTheDatabaseTheLastKnownRulesStand() throws Exception {
        desk.insert(row("a", RULE), "rules");
        List<Rules> alone = new ArrayList<>();
        AccessDesk other = new AccessDesk(rulesFile(),
                alone::add);
        other.begin(false);
        assertThat(alone).containsExactly(told.getLast());
        assertThatThrownBy(() -> other.insert(row("b", RULE), "rules"))
                .isInstanceOf(StoreAwayException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                folder.resolve("rules.json")))).isEqualTo("rw-------");
    }

    @Test
    void aBrokenRowTakesNoOtherAway() throws Exception {
        desk.insert(row("a", "{\"stream\":7}"), "rules");
        desk.insert(row("b", RULE), "rules");
        assertThat(told.getLast().app("live").rules()).hasSize(1);
    }

    @Test
    void aBrokenFileIsNone() throws Exception {
        Files.writeString(folder.resolve("rules.json"), "{\"rows\":[{\"kind\":\"NONE\"}]}");
        List<Rules> alone = new ArrayList<>();
        AccessDesk other = new AccessDesk(rulesFile(),
                alone::add);
        other.begin(false);
        assertThat(alone).isEmpty();
        other.begin(true);
        assertThat(alone).containsExactly(Rules.NONE);
    }
}
