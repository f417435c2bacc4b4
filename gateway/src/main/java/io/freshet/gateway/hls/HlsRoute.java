package io.freshet.gateway.hls;

import io.freshet.gateway.Admission;
import io.freshet.gateway.Answers;
import io.freshet.gateway.PlayAccess;
import io.freshet.gateway.Refusal;
import io.freshet.gateway.Route;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.StreamFinder.Wanted;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.Loop;
import io.freshet.live.packaging.HlsPath;
import io.freshet.live.packaging.HlsView;
import io.freshet.live.packaging.Lookup;
import io.freshet.live.packaging.PlaylistText;
import io.freshet.live.packaging.RenditionView;
import io.freshet.live.packaging.Resource;
import io.freshet.live.session.Terms;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Serves what [HlsView] holds; requests that are ahead of the stream are held.
///
/// Spec: draft-pantos-hls-rfc8216bis, 6.2.
///
/// Threading: the connection's loop; held requests come back from the stream's owner loop.
public final class HlsRoute implements Route {

    /// Held for three target durations at most; before there is a playlist, for the longest of
    /// them.
    private static final long TARGETS_HELD = 3;
    private static final long FIRST_PLAYLIST_NS = 12_000_000_000L;
    /// A node that follows is never that far behind, unless it has lost its source.
    private static final int LAG_SEGMENTS = 5;
    private static final long SECOND_NS = 1_000_000_000L;

    private final HlsDesk desk;
    private final StreamFinder finder;
    private final PlayAccess access;
    private final Admission admission;
    private final Executor rendering;
    private final boolean steered;
    private final BooleanSupplier leaving;

    /// @param finder    says where streams are that are not at the desk
    /// @param rendering makes segments that take a while, off the loops
    public HlsRoute(HlsDesk desk, StreamFinder finder, PlayAccess access, Admission admission,
            Executor rendering) {
        this(desk, finder, access, admission, rendering, false, () -> false);
    }

    private HlsRoute(HlsDesk desk, StreamFinder finder, PlayAccess access, Admission admission,
            Executor rendering, boolean steered, BooleanSupplier leaving) {
        this.desk = desk;
        this.finder = finder;
        this.access = access;
        this.admission = admission;
        this.rendering = rendering;
        this.steered = steered;
        this.leaving = leaving;
    }

    /// The same, whose multivariant playlists send players to `/steer`.
    ///
    /// @param leaving whether those who watch here should go elsewhere: every playlist is asked for
    ///                there then, while segments that were announced here stay here
    public HlsRoute steered(BooleanSupplier leaving) {
        return new HlsRoute(desk, finder, access, admission, rendering, true, leaving);
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        String path = request.path();
        int slash = path.indexOf('/', 1);
        Optional<HlsPath> parted = slash < 0 ? Optional.empty()
                : HlsPath.of(path.substring(slash + 1));
        if (parted.isEmpty()) {
            return false;
        }
        HlsPath file = parted.get();
        StreamKey key;
        try {
            key = StreamKey.of(path.substring(1, slash), file.stream());
        } catch (BadNameException reserved) {
            // Not a stream's: perhaps another route's.
            return false;
        }
        access.check(key, Protocol.HLS, request, replier, terms -> {
            Optional<HlsChannel> channel = desk.find(key);
            Wish wish = new Wish(key, file, terms);
            // One who begins to watch may be better off elsewhere, and a stream that has ended here
            // may go on there; all else is what this node has made.
            boolean asks = channel.isEmpty() || file.file().endsWith(".m3u8")
                    && (file.file().equals("index.m3u8") || channel.get().isOver()
                            || leaving.getAsBoolean());
            if (!asks) {
                serve(channel, wish, request, replier);
                return;
            }
            finder.find(new Wanted(key, Protocol.HLS, request, replier),
                    channel.map(it -> seen(it, file, request)).orElse(""),
                    _ -> serve(desk.find(key), wish, request, replier),
                    _ -> serve(channel, wish, request, replier));
        });
        return true;
    }

    /// With what a player asks elsewhere for a playlist that it has had from here: that node waits
    /// until it has come as far, so that the player never sees it go back.
    private static String seen(HlsChannel channel, HlsPath file, HttpRequest request) {
        return file.rendition().filter(_ -> request.parameter("_HLS_msn").isEmpty())
                .flatMap(path -> channel.view().rendition(path))
                .map(view -> view.contains(view.lastMsn(), -1) ? view.lastMsn()
                        : view.lastMsn() - 1)
                .filter(last -> last >= 0).map(last -> "_HLS_msn=" + last).orElse("");
    }

    private void serve(Optional<HlsChannel> channel, Wish wish, HttpRequest request,
            HttpReplier replier) {
        if (channel.isEmpty()) {
            Answers.error(replier, 404, "stream " + wish.key() + " is not live");
        } else {
            Exchange exchange = new Exchange(channel.get(), request, replier, wish.terms());
            channel.get().upToDate(replier.loop(), () -> exchange.serve(wish.file()));
        }
    }

    /// What one who was allowed to asks for.
    private record Wish(StreamKey key, HlsPath file, Terms terms) {
    }

    /// One request.
    ///
    /// Threading: confined to the replier's loop.
    private final class Exchange {

        private final HlsChannel channel;
        private final HttpRequest request;
        private final HttpReplier replier;
        private final Terms terms;
        /// The node itself asks, and is no viewer.
        private final boolean probe;

        Exchange(HlsChannel channel, HttpRequest request, HttpReplier replier, Terms terms) {
            this.terms = terms;
            this.channel = channel;
            this.request = request;
            this.replier = replier;
            this.probe = access.isProbe(channel.stream().key(), request);
        }

        void serve(HlsPath file) {
            if (!file.file().endsWith(".m3u8")) {
                resource(file.file());
                return;
            }
            Optional<String> rendition = file.rendition();
            if (rendition.isPresent()) {
                rendition(rendition.get());
                return;
            }
            boolean reloaded = file.file().equals("ts.m3u8");
            Optional<Refusal> refusal = newcomer(reloaded);
            if (refusal.isPresent()) {
                Answers.refuse(replier, refusal.get());
            } else {
                first(reloaded ? HlsView::ts : this::multivariant);
            }
        }

        /// Who begins to watch asks for one of these two playlists first. The one that is reloaded
        /// all the time is for those, too, who have fetched segments; the other is for them only
        /// if they are known by a name of their own, since many may share an address.
        private Optional<Refusal> newcomer(boolean reloaded) {
            if (probe || channel.viewers().knows(HlsViewers.whoAsks(request, terms), reloaded,
                    replier.loop().nowNs())) {
                return Optional.empty();
            }
            return admission.refusal(replier.loop(), channel.stream(), Protocol.HLS);
        }

        private Optional<PlaylistText> multivariant(HlsView view) {
            return steered ? view.multivariant().map(text ->
                    SteeredPlaylist.of(text, channel.stream().key())) : view.multivariant();
        }

        /// A playlist without directives: held until there is one at all.
        private void first(Function<HlsView, Optional<PlaylistText>> playlist) {
            when(view -> playlist.apply(view).isPresent(), FIRST_PLAYLIST_NS,
                    view -> playlist.apply(view).ifPresentOrElse(
                            text -> HlsAnswers.playlist(request, replier, text, false),
                            () -> Answers.error(replier, 404, "stream has no such playlist yet")));
        }

        private void rendition(String path) {
            Optional<HlsQuery> asked = HlsQuery.of(request);
            if (asked.isEmpty()) {
                Answers.error(replier, 400, "_HLS_msn and _HLS_part must be numbers, and "
                        + "_HLS_part needs _HLS_msn");
                return;
            }
            HlsQuery query = asked.get();
            when(view -> view.multivariant().isPresent(), FIRST_PLAYLIST_NS, view -> {
                Optional<RenditionView> now = view.rendition(path);
                if (now.isEmpty()) {
                    Answers.error(replier, 404, "stream has no rendition " + path);
                } else if (query.blocks() && !view.ended() && isTooFarAhead(now.get(), query)) {
                    Answers.error(replier, 400, "_HLS_msn or _HLS_part is too far ahead");
                } else {
                    hold(path, query, view.targetSeconds());
                }
            });
        }

        /// Who follows may lag behind the node that the player had its playlist from.
        private boolean isTooFarAhead(RenditionView now, HlsQuery query) {
            return now.isTooFarAhead(query.msn(), query.part())
                    && (channel.stream().standing().leads()
                            || now.isTooFarAhead(query.msn() - LAG_SEGMENTS, -1));
        }

        private void hold(String path, HlsQuery query, int targetSeconds) {
            Predicate<HlsView> ready = view -> !query.blocks() || view.ended()
                    || view.rendition(path)
                            .map(it -> it.contains(query.msn(), query.part())).orElse(true);
            when(ready, TARGETS_HELD * targetSeconds * SECOND_NS, view -> {
                Optional<RenditionView> now = view.rendition(path);
                if (now.isEmpty()) {
                    Answers.error(replier, 404, "stream has no rendition " + path);
                } else if (!ready.test(view)) {
                    Answers.error(replier, 503, "the stream has stopped for now");
                } else {
                    RenditionView it = now.get();
                    HlsAnswers.playlist(request, replier,
                            query.skip() ? it.deltaPlaylist() : it.playlist(), query.blocks());
                }
            });
        }

        private void resource(String file) {
            HlsView view = channel.view();
            switch (view.find(file)) {
                case Lookup.Found(Resource found) -> send(file, found);
                case Lookup.Absent _ -> absent();
                case Lookup.Expected _ -> channel.awaitMedia(
                        now -> !(now.find(file) instanceof Lookup.Expected),
                        TARGETS_HELD * view.targetSeconds() * SECOND_NS, loop(), now -> {
                            if (now.find(file) instanceof Lookup.Found(Resource found)) {
                                send(file, found);
                            } else {
                                absent();
                            }
                        });
            }
        }

        private void absent() {
            Answers.error(replier, 404, "no such segment, or no longer");
        }

        private void send(String file, Resource found) {
            if (found.isReady()) {
                deliver(file, found);
            } else {
                rendering.execute(() -> {
                    var _ = found.digest();
                    replier.loop().execute(() -> deliver(file, found));
                });
            }
        }

        private void deliver(String file, Resource found) {
            if (found.payload().length() == 0) {
                absent();
                return;
            }
            if (probe) {
                HlsAnswers.resource(request, replier, found);
                return;
            }
            boolean media = !file.endsWith(".mp4") && request.method().equals("GET")
                    && request.header("Range").orElse("bytes=0-").startsWith("bytes=0-");
            if (media) {
                watch(file, found);
            } else {
                channel.stream().audience().sent(HlsAnswers.resource(request, replier, found));
            }
        }

        /// Whoever fetches media from its beginning watches.
        private void watch(String file, Resource found) {
            HlsViewers.Who who = HlsViewers.whoAsks(request, terms);
            Optional<String> refusal = channel.viewers().refusal(who, ender -> access.open(
                    channel.stream().key(), Protocol.HLS, request, terms, ender));
            if (refusal.isPresent()) {
                Answers.error(replier, 403, refusal.get());
                return;
            }
            long sent = HlsAnswers.resource(request, replier, found);
            channel.stream().audience().sent(sent);
            if (Cmcd.starved(request)) {
                channel.stream().audience().starved();
            }
            if (sent > 0) {
                channel.viewers().fetched(who, file, sent, replier.loop().nowNs());
            }
        }

        private Loop loop() {
            return new LiveLoop(replier.loop());
        }

        /// Goes on with a playlist when the view is `ready` or time is up.
        private void when(Predicate<HlsView> ready, long patienceNs, Consumer<HlsView> then) {
            HlsView now = channel.view();
            if (ready.test(now)) {
                then.accept(now);
            } else {
                channel.awaitPlaylist(ready, patienceNs, loop(), then);
            }
        }
    }
}
