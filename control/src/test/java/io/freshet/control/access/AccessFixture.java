package io.freshet.control.access;

import io.freshet.control.access.decide.HookDecider;
import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.access.rule.AddressLists;
import io.freshet.control.access.rule.AppRules;
import io.freshet.control.access.rule.KeyUse;
import io.freshet.control.access.rule.PlaybackRule;
import io.freshet.control.access.rule.Rules;
import io.freshet.control.access.token.JwksKeys;
import io.freshet.control.access.token.PlayClaims;
import io.freshet.control.access.token.PlayTokens;
import io.freshet.control.access.token.SigningKey;
import io.freshet.control.hooks.HookClient;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Peer;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/// A policy for app `live`, with rules of the test's choice.
///
/// Threading: confined to the test.
public final class AccessFixture {

    public static final String NEEDS_TOKEN = RuledAccess.NEEDS_TOKEN;

    static final String ADDRESS = "192.0.2.1";

    public final FakeClock clock = new FakeClock();
    final KeyUse use = new KeyUse();
    final HookClient client = new HookClient("Freshet/test", 8, () ->
            (SSLSocketFactory) SSLSocketFactory.getDefault());
    final HookDecider hooks = new HookDecider(client, clock, new SplittableRandom(3));
    final RuledAccess policy;

    public AccessFixture(String... settingsKeys) {
        policy = new RuledAccess(Map.of("live", List.of(settingsKeys)),
                new PlayTokens(new JwksKeys(client, clock), clock, Runnable::run), hooks, use,
                clock);
    }

    /// What a token is to grant.
    public record Claims(String stream, long expiresMs) {

        public PlayClaims read() throws BadRuleException {
            return new PlayClaims(StreamPattern.parse(stream), expiresMs, 0, Optional.empty(), 0,
                    "");
        }

        public PlayClaims from(String address) throws BadRuleException {
            return new PlayClaims(StreamPattern.parse(stream), expiresMs, 0,
                    Optional.of(AddressRange.parse(address)), 0, "");
        }
    }

    /// All streams are signed, with these keys.
    public void rules(List<SigningKey> keys) {
        rules(new AppRules(List.of(), List.of(rule("**", true)), AddressLists.NONE, keys,
                List.of(), Optional.empty()));
    }

    void rules(AppRules app) {
        policy.replace(new Rules(Map.of("live", app)));
    }

    static PlaybackRule rule(String stream, boolean signed) {
        try {
            return new PlaybackRule("rule", StreamPattern.parse(stream), signed,
                    PlaybackRule.Hosts.ALL, AddressList.NONE, AddressList.NONE, 0, 0);
        } catch (BadRuleException e) {
            throw new AssertionError(e);
        }
    }

    static StreamKey key(String name) {
        try {
            return StreamKey.of("live", name);
        } catch (BadNameException e) {
            throw new AssertionError(e);
        }
    }

    public Decision play(String stream, String token) throws Exception {
        return ask(new Request(Action.PLAY, key(stream), Protocol.HLS, Map.of("token", token),
                Peer.of(ADDRESS, false)));
    }

    Decision publish(String stream, Map<String, String> parameters, Peer peer) throws Exception {
        return ask(new Request(Action.PUBLISH, key(stream), Protocol.RTMP, parameters, peer));
    }

    Decision ask(Request request) throws Exception {
        return policy.decide(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
