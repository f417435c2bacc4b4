package io.freshet.tools.load;

import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.media.MalformedMediaException;
import io.freshet.tools.wire.Fetcher;
import io.freshet.tools.wire.Fetcher.Fetched;
import io.freshet.tools.wire.HttpFetching;
import io.freshet.tools.wire.Target;
import io.freshet.tools.wire.http2.Http2Fetching;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A viewer of HLS: the best variant and the sound that belongs to it.
///
/// Threading: confined to its loop.
final class HlsSeat implements Seat {

    private final Crowd crowd;
    private final Tally tally;
    private Optional<Visit> visit = Optional.empty();
    private long visits;

    HlsSeat(Crowd crowd, Tally tally) {
        this.crowd = crowd;
        this.tally = tally;
    }

    @Override
    public void open() {
        if (visit.isEmpty()) {
            tally.opening();
            visits++;
            Visit begun = new Visit();
            visit = Optional.of(begun);
            begun.start();
            if (visit.isPresent()) {
                crowd.came(this, System.nanoTime());
            }
        }
    }

    @Override
    public long visit() {
        return visit.isPresent() ? visits : 0;
    }

    @Override
    public void leave() {
        visit.ifPresent(each -> {
            each.end();
            tally.left();
        });
    }

    @Override
    public void begin() {
        visit.ifPresent(each -> each.renditions.forEach(HlsRendition::begin));
    }

    @Override
    public void finish(long nowNs) {
        visit.ifPresent(each -> each.renditions.forEach(HlsRendition::told));
    }

    Crowd crowd() {
        return crowd;
    }

    Tally tally() {
        return tally;
    }

    /// From coming to leaving.
    final class Visit implements Fetcher.Listener {

        private final Target target = crowd.plan().target();
        private final Optional<Http2Fetching> shared = crowd.plan().http2()
                ? Optional.of(new Http2Fetching(crowd.loop(), target, tally::read))
                : Optional.empty();
        private final Fetcher first = fetcher(this);
        private final List<HlsRendition> renditions = new ArrayList<>();
        private final long openedNs = System.nanoTime();
        private boolean joined;

        /// On the viewer's connection of HTTP/2, or on one of its own.
        Fetcher fetcher(Fetcher.Listener listener) {
            return shared.isPresent() ? shared.get().lane(listener)
                    : new HttpFetching(crowd.loop(), target, tally::read, listener);
        }

        void start() {
            first.get(target.path(), true);
        }

        @Override
        public void onAnswer(Fetched fetched, long nowNs) {
            if (fetched.head().status() != 200) {
                fault("HTTP " + fetched.head().status(), nowNs);
                return;
            }
            String text = StandardCharsets.UTF_8.decode(fetched.body()).toString();
            try {
                for (String path : renditions(text)) {
                    HlsRendition rendition = new HlsRendition(HlsSeat.this, this, path,
                            renditions.isEmpty());
                    renditions.add(rendition);
                    rendition.start();
                }
            } catch (MalformedMediaException | IllegalArgumentException e) {
                fault("broken playlist", nowNs);
            }
        }

        /// A media playlist is its own only rendition.
        private Set<String> renditions(String text) throws MalformedMediaException {
            Set<String> paths = new LinkedHashSet<>();
            if (!text.contains("#EXT-X-STREAM-INF")) {
                paths.add(target.path());
                return paths;
            }
            MultivariantPlaylist all = MultivariantPlaylist.parse(text);
            if (all.variants().isEmpty()) {
                throw new MalformedMediaException("no variant", -1);
            }
            MultivariantPlaylist.Variant best = all.variants().getFirst();
            paths.add(resolve(target.path(), best.uri()));
            all.audios().stream().filter(each -> each.group().equals(best.audioGroup())
                    && !each.uri().isEmpty()).findFirst().ifPresent(each ->
                    paths.add(resolve(target.path(), each.uri())));
            return paths;
        }

        @Override
        public void onFault(String reason, long nowNs) {
            fault(reason, nowNs);
        }

        /// The first segment or part is here.
        void join(long nowNs) {
            if (!joined) {
                joined = true;
                tally.joined(nowNs - openedNs);
                crowd.plays(true);
            }
        }

        void fault(String reason, long nowNs) {
            if (visit.isPresent() && visit.get() == this) {
                end();
                if (!reason.equals("stopped")) {
                    tally.error(reason);
                    crowd.broke(HlsSeat.this, nowNs);
                }
            }
        }

        void end() {
            visit = Optional.empty();
            first.close();
            renditions.forEach(HlsRendition::close);
            shared.ifPresent(Http2Fetching::close);
            tally.ended(joined);
            if (joined) {
                crowd.plays(false);
            }
        }
    }

    /// A playlist's relative URI as a path of the same server.
    static String resolve(String from, String uri) {
        URI resolved = URI.create(from).resolve(uri);
        return resolved.getRawPath() + (resolved.getRawQuery() == null ? ""
                : "?" + resolved.getRawQuery());
    }
}
