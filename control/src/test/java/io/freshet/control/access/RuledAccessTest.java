package io.freshet.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.HostRules;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.access.rule.AddressLists;
import io.freshet.control.access.rule.AppRules;
import io.freshet.control.access.rule.Ban;
import io.freshet.control.access.rule.PlaybackRule;
import io.freshet.control.access.rule.PublishKey;
import io.freshet.control.access.token.Secrets;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.live.session.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RuledAccessTest {

    private static final Peer HERE = Peer.of("127.0.0.1", true);
    private static final Peer THERE = Peer.of(AccessFixture.ADDRESS, false);

    private final AccessFixture access = new AccessFixture();

    private static PublishKey key(String id, String stream, String secret, String... addresses)
            throws BadRuleException {
        return new PublishKey(id, "key", StreamPattern.parse(stream),
                AddressList.parse(List.of(addresses)), Secrets.hash(secret), "hint",
                Long.MAX_VALUE, PublishKey.Before.NONE, 0, "admin");
    }

    private static AppRules keys(PublishKey... keys) {
        return new AppRules(List.of(keys), List.of(), AddressLists.NONE, List.of(), List.of(),
                Optional.empty());
    }

    private static AppRules rules(PlaybackRule... rules) {
        return new AppRules(List.of(), List.of(rules), AddressLists.NONE, List.of(), List.of(),
                Optional.empty());
    }

    private static AppRules bans(Ban... bans) {
        return new AppRules(List.of(), List.of(), AddressLists.NONE, List.of(), List.of(bans),
                Optional.empty());
    }

    private boolean publishes(String stream, String secret, Peer from) throws Exception {
        return access.publish(stream, Map.of("key", secret), from).allowed();
    }

    private Decision watch(Peer peer) throws Exception {
        return access.ask(new Request(Action.PLAY, AccessFixture.key("room/camera"),
                Protocol.HTTP_FLV, Map.of(), peer));
    }

    // ---- publishers

    @Test
    void withoutAnyKeyThisMachineAlonePublishes() throws Exception {
        access.rules(AppRules.NONE);
        assertThat(publishes("camera", "", HERE)).isTrue();
        assertThat(publishes("camera", "", THERE)).isFalse();
        assertThat(publishes("camera", "guess", THERE)).isFalse();
    }

    @Test
    void withAKeyThisMachineNeedsItToo() throws Exception {
        access.rules(keys(key("k", "**", "fk_good")));
        assertThat(publishes("camera", "", HERE)).isFalse();
        assertThat(publishes("camera", "fk_good", HERE)).isTrue();
        assertThat(publishes("camera", "fk_goof", THERE)).isFalse();
    }

    @Test
    void keysOfTheSettingsFileStayGoodBesideOthers() throws Exception {
        AccessFixture both = new AccessFixture("from-file");
        both.rules(keys(key("k", "**", "fk_good")));
        assertThat(both.publish("camera", Map.of("key", "from-file"), THERE).terms().keyId())
                .isEqualTo("settings");
        assertThat(both.publish("camera", Map.of("key", "fk_good"), THERE).allowed()).isTrue();
    }

    @Test
    void theKeyMayComeAsPassword() throws Exception {
        access.rules(keys(key("k", "**", "fk_good")));
        assertThat(access.publish("camera", Map.of("user", "anybody", "pass", "fk_good"), THERE)
                .allowed()).isTrue();
    }

    @Test
    void aKeyIsGoodForItsStreamsAndItsAddresses() throws Exception {
        access.rules(keys(key("k", "room/*", "fk_good", "192.0.2.0/24")));
        assertThat(publishes("room/camera", "fk_good", THERE)).isTrue();
        assertThat(publishes("hall/camera", "fk_good", THERE)).isFalse();
        assertThat(publishes("room/camera", "fk_good", Peer.of("203.0.113.1", false))).isFalse();
    }

    @Test
    void aKeyExpires() throws Exception {
        PublishKey key = key("k", "**", "fk_good");
        long endMs = access.clock.wallMs() + 1000;
        access.rules(keys(new PublishKey("k", "key", key.stream(), key.addresses(), key.hash(),
                "", endMs, PublishKey.Before.NONE, 0, "")));
        Decision decision = access.publish("camera", Map.of("key", "fk_good"), THERE);
        assertThat(decision.terms().expiresWallMs()).isEqualTo(endMs);
        access.clock.advanceMs(1000);
        assertThat(publishes("camera", "fk_good", THERE)).isFalse();
    }

    @Test
    void afterARotationBothSecretsAreGoodForAWhile() throws Exception {
        PublishKey now = key("k", "**", "fk_new");
        long endMs = access.clock.wallMs() + 1000;
        access.rules(keys(new PublishKey("k", "key", now.stream(), now.addresses(), now.hash(),
                "", Long.MAX_VALUE, new PublishKey.Before(Secrets.hash("fk_old"), endMs), 0,
                "")));
        assertThat(access.publish("camera", Map.of("key", "fk_old"), THERE).terms()
                .expiresWallMs()).isEqualTo(endMs);
        assertThat(access.publish("camera", Map.of("key", "fk_new"), THERE).terms()
                .expiresWallMs()).isEqualTo(Long.MAX_VALUE);
        access.clock.advanceMs(1000);
        assertThat(publishes("camera", "fk_old", THERE)).isFalse();
        assertThat(publishes("camera", "fk_new", THERE)).isTrue();
    }

    @Test
    void anAppThatIsNotThereIsNotPublishedTo() throws Exception {
        access.rules(AppRules.NONE);
        assertThat(access.ask(new Request(Action.PUBLISH,
                new io.freshet.media.StreamKey("other", "camera"), Protocol.RTMP, Map.of(), HERE))
                .reason()).isEqualTo("no app named other");
    }

    // ---- viewers

    @Test
    void withoutRulesAllMayWatchAndNobodyIsAsked() throws Exception {
        access.rules(AppRules.NONE);
        assertThat(access.policy.isOpenToAll(AccessFixture.key("camera"))).isTrue();
        assertThat(watch(THERE).allowed()).isTrue();
    }

    @Test
    void theMostExactRuleDecides() throws Exception {
        access.rules(rules(AccessFixture.rule("**", false), AccessFixture.rule("room/*", true),
                AccessFixture.rule("room/open", false)));
        assertThat(access.policy.isOpenToAll(AccessFixture.key("hall"))).isTrue();
        assertThat(access.policy.isOpenToAll(AccessFixture.key("room/open"))).isTrue();
        assertThat(access.policy.isOpenToAll(AccessFixture.key("room/camera"))).isFalse();
        assertThat(watch(THERE)).isEqualTo(Decision.refused(RuledAccess.NEEDS_TOKEN));
    }

    @Test
    void beforeTheFirstRulesNobodyIsLetIn() throws Exception {
        assertThat(access.policy.isOpenToAll(AccessFixture.key("camera"))).isFalse();
        var asked = access.policy.decide(new Request(Action.PLAY, AccessFixture.key("camera"),
                Protocol.HLS, Map.of(), THERE)).toCompletableFuture();
        assertThat(asked).isNotDone();
        access.rules(AppRules.NONE);
        assertThat(asked.get(5, TimeUnit.SECONDS).allowed()).isTrue();
    }

    @Test
    void addressesAreAllowedAndDenied() throws Exception {
        access.rules(new AppRules(List.of(), List.of(), new AddressLists(AddressList.NONE,
                AddressList.parse(List.of("192.0.2.1")),
                AddressList.parse(List.of("192.0.2.0/24", "2001:db8::/32")),
                AddressList.parse(List.of("192.0.2.66"))), List.of(), List.of(),
                Optional.empty()));
        assertThat(watch(THERE).allowed()).isTrue();
        assertThat(watch(Peer.of("2001:db8::5", false)).allowed()).isTrue();
        assertThat(watch(Peer.of("192.0.2.66", false)).allowed()).isFalse();
        assertThat(watch(Peer.of("203.0.113.5", false)).allowed()).isFalse();
        assertThat(access.publish("camera", Map.of(), THERE).reason())
                .isEqualTo("not allowed from this address");
    }

    @Test
    void pagesOfOtherHostsDoNotPlay() throws Exception {
        PlaybackRule rule = new PlaybackRule("r", StreamPattern.ALL, false,
                new PlaybackRule.Hosts(HostRules.parse(List.of("example.org", "*.example.net")),
                        HostRules.parse(List.of("example.org")), false), AddressList.NONE,
                AddressList.NONE, 0, 0);
        access.rules(rules(rule));
        assertThat(watch(from("https://example.org", "https://example.org/a")).allowed()).isTrue();
        assertThat(watch(from("https://tv.example.net:8443", "")).allowed()).isTrue();
        assertThat(watch(from("", "https://example.org/page")).allowed()).isTrue();
        for (String origin : List.of("https://evil.org", "https://example.org.evil.org", "null",
                "https://notexample.net", "https://example.net", "javascript:x",
                "https://example.org@evil.org", "file://example.org")) {
            assertThat(watch(from(origin, "")).allowed()).as(origin).isFalse();
        }
        assertThat(watch(from("https://example.org", "https://evil.org/")).allowed()).isFalse();
        assertThat(watch(from("", "")).allowed()).isFalse();
    }

    private static Peer from(String origin, String referer) {
        return new Peer(AccessFixture.ADDRESS, false, true, "", referer, origin);
    }

    @Test
    void aBanKeepsOutForATime() throws Exception {
        long endMs = access.clock.wallMs() + 1000;
        access.rules(bans(new Ban("b", Ban.Kind.ADDRESS, AccessFixture.ADDRESS,
                AddressList.parse(List.of(AccessFixture.ADDRESS)), endMs, "", 0, "")));
        assertThat(watch(THERE).allowed()).isFalse();
        assertThat(watch(Peer.of("192.0.2.2", false)).allowed()).isTrue();
        assertThat(access.publish("camera", Map.of(), Peer.of(AccessFixture.ADDRESS, true))
                .allowed()).isFalse();
        access.clock.advanceMs(1000);
        assertThat(watch(THERE).allowed()).isTrue();
    }

    // ---- those who are in

    private final Sessions sessions = new Sessions(access.clock, 1);
    private final SessionWarden warden = new SessionWarden(sessions, access.clock);
    private final List<String> ended = new ArrayList<>();

    private Session in(Action action, Terms terms) {
        return sessions.open(new Opening(action, AccessFixture.key("camera"), Protocol.RTMP, THERE,
                terms, ended::add)) instanceof Sessions.Outcome.Opened(Session session) ? session
                : null;
    }

    @Test
    void whoseKeyIsRevokedIsSentAway() throws Exception {
        access.rules(keys(key("k", "**", "fk_good"), key("l", "**", "fk_other")));
        in(Action.PUBLISH, access.publish("camera", Map.of("key", "fk_good"), THERE).terms());
        warden.recheck(access.policy.rules());
        assertThat(ended).isEmpty();
        access.rules(keys(key("l", "**", "fk_other")));
        warden.recheck(access.policy.rules());
        assertThat(ended).containsExactly("the publish key was revoked");
    }

    @Test
    void whoseSecretWasReplacedWithoutOverlapIsSentAway() throws Exception {
        access.rules(keys(key("k", "**", "fk_good")));
        in(Action.PUBLISH, access.publish("camera", Map.of("key", "fk_good"), THERE).terms());
        access.rules(keys(key("k", "**", "fk_next")));
        warden.recheck(access.policy.rules());
        assertThat(ended).containsExactly("the publish key was revoked");
    }

    @Test
    void whoWatchesWhatBecomesSignedIsSentAway() {
        in(Action.PLAY, Terms.NONE);
        access.rules(rules(AccessFixture.rule("**", true)));
        warden.recheck(access.policy.rules());
        assertThat(ended).containsExactly("the stream needs a token now");
    }

    @Test
    void whoIsBannedIsSentAway() throws Exception {
        in(Action.PLAY, new Terms("", "", "alice", Long.MAX_VALUE, 0, 0, 0));
        access.rules(bans(new Ban("b", Ban.Kind.USER, "alice", AddressList.NONE,
                access.clock.wallMs() + 1000, "", 0, "")));
        warden.recheck(access.policy.rules());
        assertThat(ended).containsExactly("banned");
    }

    @Test
    void whoseTokenEndsIsSentAway() {
        in(Action.PLAY, new Terms("k", "t", "", access.clock.wallMs() + 1000, 0, 0, 0));
        warden.look();
        assertThat(ended).isEmpty();
        access.clock.advanceMs(1000);
        warden.look();
        assertThat(ended).containsExactly("the token has expired");
    }

    @Test
    void whoSendsTooMuchForTenSecondsIsSentAway() {
        Session session = in(Action.PUBLISH, new Terms("k", "", "", Long.MAX_VALUE, 0, 0,
                1_000_000));
        for (int second = 1; second <= 30; second++) {
            // A burst of eight seconds is forgiven, one of ten is not.
            session.carried(second <= 8 || second > 15 ? 200_000 : 100_000);
            access.clock.advanceMs(1000);
            warden.look();
            assertThat(ended.isEmpty()).as("second " + second).isEqualTo(second < 25);
        }
        assertThat(ended.getFirst()).isEqualTo(
                "sends more than 1000 kbit/s, which is its limit");
    }
}
