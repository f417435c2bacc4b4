package io.freshet.control.access.rule;

import io.freshet.control.access.decide.Decider;
import io.freshet.control.access.token.SigningKey;
import io.freshet.live.session.Terms;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the operators have set for one app.
///
/// @param rules the more exact first
public record AppRules(List<PublishKey> keys, List<PlaybackRule> rules, AddressLists addresses,
        List<SigningKey> signingKeys, List<Ban> bans, Optional<Decider> decider) {

    public static final AppRules NONE = new AppRules(List.of(), List.of(),
            AddressLists.NONE, List.of(), List.of(), Optional.empty());

    public AppRules {
        keys = List.copyOf(keys);
        rules = rules.stream().sorted(Comparator.comparing(PlaybackRule::stream)).toList();
        signingKeys = List.copyOf(signingKeys);
        bans = List.copyOf(bans);
    }

    /// The most exact rule that means the stream.
    public Optional<PlaybackRule> rule(String stream) {
        return Optional.ofNullable(find(stream));
    }

    private @Nullable PlaybackRule find(String stream) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).stream().matches(stream)) {
                return rules.get(i);
            }
        }
        return null;
    }

    /// Whether everybody may watch the stream. Allocates nothing.
    public boolean isOpenToAll(String stream) {
        if (!bans.isEmpty() || addresses.hasPlayRules()
                || decider.isPresent() && decider.get().onPlay()) {
            return false;
        }
        PlaybackRule rule = find(stream);
        return rule == null || rule.isOpenToAll();
    }

    public boolean isBanned(String address, Terms terms, long nowMs) {
        return !bans.isEmpty()
                && bans.stream().anyMatch(ban -> ban.hits(address, terms, nowMs));
    }

    Optional<SigningKey> signingKey(String id) {
        return signingKeys.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
