package io.freshet.server.cluster;

import io.freshet.cluster.Leading;
import io.freshet.cluster.Leading.Loss;
import io.freshet.cluster.Relays;
import io.freshet.cluster.Relays.Feed;
import io.freshet.cluster.Relays.Source;
import io.freshet.cluster.Relays.Whereabouts;
import io.freshet.live.relay.RelayEvents;
import io.freshet.live.relay.RelaySource;
import io.freshet.live.relay.RelaySources;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// From which node each stream is fetched: the cluster says so, and hears what came of it.
///
/// Threading: shared.
///
/// @param relays  who has which stream
/// @param leading hears of tokens, and of leaders that do not deliver
/// @param feeds   the streams that are fetched now
record Feeds(Relays relays, Leading leading, Map<StreamKey, Current> feeds)
        implements RelaySources, RelayEvents {

    /// A stream that is fetched.
    ///
    /// Threading: `source` is written by whoever asks; readers see the last one.
    static final class Current {
        private final Feed feed;
        private volatile Optional<Source> source = Optional.empty();

        Current(Feed feed) {
            this.feed = feed;
        }

        Optional<Source> next() {
            source = feed.next();
            return source;
        }

        /// The one that was asked, as the cluster named it.
        Optional<Source> of(RelaySource asked) {
            return source.filter(each -> each.node().equals(asked.node()));
        }
    }

    Feeds(Relays relays, Leading leading) {
        this(relays, leading, new ConcurrentHashMap<>());
    }

    @Override
    public List<RelaySource> of(StreamKey key) {
        Current current = feeds.get(key);
        if (current == null) {
            if (!(relays.find(key) instanceof Whereabouts.Elsewhere)) {
                return List.of();
            }
            current = feeds.computeIfAbsent(key, _ -> new Current(relays.feed(key)));
        }
        return current.next().map(source -> List.of(
                RelaySource.node(source.node(), URI.create(source.address())))).orElse(List.of());
    }

    @Override
    public Map<String, String> query(StreamKey key, RelaySource source) {
        return current(key).flatMap(each -> each.of(source)).map(Source::query).orElse(Map.of());
    }

    @Override
    public boolean goesOn(StreamKey key) {
        return relays.goesOn(key);
    }

    private Optional<Current> current(StreamKey key) {
        return Optional.ofNullable(feeds.get(key));
    }

    @Override
    public boolean admitted(StreamKey key, RelaySource source, int level) {
        return current(key).flatMap(each -> each.of(source).map(asked ->
                each.feed.opened(asked, level))).orElse(false);
    }

    @Override
    public void redirected(StreamKey key, RelaySource source, String node) {
        current(key).ifPresent(each -> each.of(source).ifPresent(asked ->
                each.feed.redirected(asked, node)));
    }

    @Override
    public void opened(StreamKey key, RelaySource source, long token, boolean gap) {
        leading.heard(key, token);
        leading.lost(key, Loss.RECOVERED);
    }

    @Override
    public void lost(StreamKey key, RelaySource source, String reason) {
        current(key).ifPresent(each -> each.of(source).ifPresent(each.feed::failed));
        leading.lost(key, Loss.RELAY);
    }

    @Override
    public void tokenSeen(StreamKey key, long token) {
        leading.heard(key, token);
    }

    @Override
    public void stopped(StreamKey key, String reason) {
        Current current = feeds.remove(key);
        if (current != null) {
            current.feed.close();
        }
    }
}
