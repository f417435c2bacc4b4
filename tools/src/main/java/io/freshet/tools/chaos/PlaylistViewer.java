package io.freshet.tools.chaos;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.media.MalformedMediaException;
import io.freshet.tools.wire.Fetcher;
import io.freshet.tools.wire.HttpFetching;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.Target;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/// A viewer of one rendition by HLS, with low latency or without.
///
/// It begins three segments from the end, or with the newest part where decoding can start; plays
/// what it has, and stalls when that is used up. What does not come within its patience it asks for
/// again, at another node from the second time on.
///
/// Threading: confined to its loop.
///
/// Spec: RFC 8216, 6.3.3 and 6.3.4; draft-pantos-hls-rfc8216bis-14, 6.2.5.2
final class PlaylistViewer implements Watching {

    private static final long MS_NS = 1_000_000;
    private static final int SEGMENTS_BACK = 3;
    private static final long PATIENCE_NS = 3_000 * MS_NS;
    private static final long RETRY_NS = 200 * MS_NS;
    private static final long LOOK_NS = 100 * MS_NS;
    /// A segment is asked for so often before it counts as lost.
    private static final int TRIES = 8;
    private static final long LOW_LATENCY_BUFFER_MS = 1_500;

    /// Something to be fetched.
    ///
    /// @param uri relative to the playlist
    private record Piece(String uri, long durationUs, boolean whole) {
    }

    private final LoadLoop loop;
    private final String name;
    private final boolean lowLatency;
    private final Ways ways;
    private String node;
    private final ArrayDeque<Piece> queue = new ArrayDeque<>();
    private Optional<Visit> visit = Optional.empty();
    private String rendition = "";
    private String movedTo = "";
    private boolean stopping;
    private boolean measuring;

    private boolean begun;
    private long nextNumber;
    private int nextPart;
    private long newestSeen = -1;
    private int targetSeconds;
    private long bufferEndNs = -1;
    private int triesOfFirst;
    private boolean failedHere;

    private long lastMediaNs;
    private long longestGapNs;
    private long stalledNs;
    private int stalls;
    private int reopens;
    private int lost;
    private int gaps;
    private int discontinuities;
    private int backwards;
    private long frames;

    PlaylistViewer(LoadLoop loop, String name, Ways ways, boolean lowLatency) {
        this.loop = loop;
        this.name = name;
        this.ways = ways;
        this.node = ways.now().node();
        this.lowLatency = lowLatency;
    }

    @Override
    public void open() {
        lastMediaNs = System.nanoTime();
        connect();
        look();
    }

    private void connect() {
        if (!stopping) {
            Visit next = new Visit(ways.now().target());
            visit = Optional.of(next);
            next.start();
        }
    }

    private void look() {
        if (stopping) {
            return;
        }
        long nowNs = System.nanoTime();
        visit.filter(it -> it.isLate(nowNs)).ifPresent(it -> it.fail("no answer"));
        loop.schedule(this::look, nowNs + LOOK_NS);
    }

    /// A connection to one node, for as long as that answers.
    private final class Visit implements Fetcher.Listener {

        private final Target target;
        private final Fetcher lists;
        private final Fetcher media;
        private boolean over;
        private long listAskedNs = -1;
        private long pieceAskedNs = -1;
        private String listAsked = "";

        Visit(Target target) {
            this.target = target;
            this.lists = new HttpFetching(loop, target, _ -> { }, this);
            this.media = new HttpFetching(loop, target, _ -> { }, this);
        }

        void start() {
            askList(!movedTo.isEmpty() ? movedTo : rendition.isEmpty() ? target.path()
                    : rendition);
            movedTo = "";
            fetch();
        }

        boolean isLate(long nowNs) {
            // A reload that waits for the next part waits at most three targets.
            long listPatience = lowLatency ? 2 * PATIENCE_NS : PATIENCE_NS;
            return listAskedNs >= 0 && nowNs - listAskedNs > listPatience
                    || pieceAskedNs >= 0 && nowNs - pieceAskedNs > PATIENCE_NS;
        }

        void askList(String path) {
            if (!over) {
                listAsked = path;
                listAskedNs = System.nanoTime();
                lists.get(path, true);
            }
        }

        void fetch() {
            if (!over && pieceAskedNs < 0 && !queue.isEmpty()) {
                pieceAskedNs = System.nanoTime();
                media.get(resolve(rendition, queue.getFirst().uri), false);
            }
        }

        @Override
        public void onAnswer(Fetcher.Fetched fetched, long nowNs) {
            if (over) {
                return;
            }
            if (fetched.path().equals(listAsked) && listAskedNs >= 0) {
                listAskedNs = -1;
                list(fetched, nowNs);
            } else {
                pieceAskedNs = -1;
                piece(fetched, nowNs);
            }
        }

        private void list(Fetcher.Fetched fetched, long nowNs) {
            if (fetched.head().status() == 307) {
                moved(fetched.head().header("location").orElse(""));
                return;
            }
            if (fetched.head().status() != 200) {
                fail("HTTP " + fetched.head().status());
                return;
            }
            try {
                if (rendition.isEmpty()) {
                    rendition = resolve(target.path(), firstVariant(fetched.body()));
                    askList(rendition);
                    return;
                }
                MediaPlaylist playlist = MediaPlaylist.parse(
                        StandardCharsets.UTF_8.decode(fetched.body()).toString());
                failedHere = false;
                listed(playlist);
                fetch();
                reload(playlist, nowNs);
            } catch (MalformedMediaException | IllegalArgumentException broken) {
                fail("broken playlist");
            }
        }

        /// Goes where it is sent, and asks there for what it is told to.
        private void moved(String location) {
            URI to = URI.create(location);
            if (to.getAuthority() == null || !ways.moveTo(to.getAuthority())) {
                fail("HTTP 307");
                return;
            }
            movedTo = to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
            over = true;
            lists.close();
            media.close();
            failedHere = false;
            loop.schedule(PlaylistViewer.this::connect, System.nanoTime());
        }

        private void reload(MediaPlaylist playlist, long nowNs) {
            if (playlist.ended()) {
                return;
            }
            if (lowLatency && playlist.control().canBlockReload()) {
                askList(rendition + "?_HLS_msn=" + playlist.nextSequence() + "&_HLS_part="
                        + playlist.open().parts().size());
                return;
            }
            loop.schedule(() -> askList(rendition),
                    nowNs + playlist.targetSeconds() * 500L * MS_NS);
        }

        private void piece(Fetcher.Fetched fetched, long nowNs) {
            if (fetched.head().status() == 200) {
                triesOfFirst = 0;
                arrived(queue.removeFirst(), nowNs);
                fetch();
            } else if (++triesOfFirst >= TRIES) {
                triesOfFirst = 0;
                lost += measuring ? 1 : 0;
                queue.removeFirst();
                fetch();
            } else {
                loop.schedule(this::fetch, nowNs + RETRY_NS);
                if (triesOfFirst > 1) {
                    fail("HTTP " + fetched.head().status());
                }
            }
        }

        @Override
        public void onFault(String reason, long nowNs) {
            fail(reason);
        }

        void fail(String reason) {
            if (over) {
                return;
            }
            over = true;
            lists.close();
            media.close();
            reopens += measuring && !reason.startsWith("HTTP") ? 1 : 0;
            if (failedHere || !reason.startsWith("HTTP")) {
                ways.next();
                failedHere = false;
            } else {
                failedHere = true;
            }
            loop.schedule(PlaylistViewer.this::connect, System.nanoTime() + RETRY_NS);
        }
    }

    private static String firstVariant(ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body).toString().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rendition"));
    }

    private static String resolve(String from, String uri) {
        return URI.create(from).resolve(uri).getRawPath();
    }

    private void listed(MediaPlaylist playlist) {
        if (playlist.nextSequence() < newestSeen) {
            backwards += measuring ? 1 : 0;
        }
        newestSeen = Math.max(newestSeen, playlist.nextSequence());
        targetSeconds = playlist.targetSeconds();
        if (!begun) {
            begun = true;
            begin(playlist);
        }
        if (nextNumber < playlist.mediaSequence()) {
            lost += measuring ? (int) (playlist.mediaSequence() - nextNumber) : 0;
            nextNumber = playlist.mediaSequence();
            nextPart = 0;
        }
        long number = playlist.mediaSequence();
        for (MediaSegment segment : playlist.segments()) {
            if (number == nextNumber) {
                wish(segment);
                nextNumber++;
                nextPart = 0;
            }
            number++;
        }
        if (lowLatency && number == nextNumber) {
            parts(playlist.open());
        }
    }

    private void begin(MediaPlaylist playlist) {
        if (!lowLatency) {
            nextNumber = Math.max(playlist.mediaSequence(),
                    playlist.nextSequence() - SEGMENTS_BACK);
            return;
        }
        nextNumber = Math.max(playlist.mediaSequence(), playlist.nextSequence() - 1);
    }

    private void wish(MediaSegment segment) {
        if (nextPart == 0 && segment.discontinuity()) {
            discontinuities += measuring ? 1 : 0;
        }
        if (segment.gap()) {
            gaps += measuring ? 1 : 0;
            if (bufferEndNs >= 0) {
                bufferEndNs += segment.durationUs() * 1_000;
            }
        } else if (lowLatency && nextPart > 0 && segment.parts().size() >= nextPart) {
            parts(segment);
        } else if (nextPart == 0) {
            queue.add(new Piece(segment.uri(), segment.durationUs(), true));
        }
    }

    private void parts(MediaSegment segment) {
        if (nextPart == 0 && segment.discontinuity()) {
            discontinuities += measuring ? 1 : 0;
        }
        for (int i = nextPart; i < segment.parts().size(); i++) {
            PartialSegment part = segment.parts().get(i);
            if (!part.gap()) {
                queue.add(new Piece(part.uri(), part.durationUs(), false));
            }
        }
        nextPart = Math.max(nextPart, segment.parts().size());
    }

    private void arrived(Piece piece, long nowNs) {
        if (measuring) {
            longestGapNs = Math.max(longestGapNs, nowNs - lastMediaNs);
        }
        lastMediaNs = nowNs;
        frames++;
        if (bufferEndNs < 0) {
            bufferEndNs = nowNs;
        } else if (nowNs > bufferEndNs) {
            stalled(nowNs);
            bufferEndNs = nowNs;
        }
        bufferEndNs += piece.durationUs * 1_000;
    }

    private void stalled(long nowNs) {
        if (measuring) {
            stalls++;
            stalledNs += nowNs - bufferEndNs;
        }
    }

    @Override
    public void begin() {
        measuring = true;
        node = ways.now().node();
        lastMediaNs = System.nanoTime();
        frames = 0;
        // Players keep three parts, or three segments of which the newest has just been fetched.
        bufferEndNs = Math.max(bufferEndNs, lastMediaNs
                + (lowLatency ? LOW_LATENCY_BUFFER_MS : 2_000L * targetSeconds) * MS_NS);
    }

    @Override
    public boolean isPlaying() {
        return frames > 0;
    }

    @Override
    public Account account(long nowNs) {
        if (bufferEndNs >= 0 && nowNs > bufferEndNs) {
            stalled(nowNs);
            bufferEndNs = nowNs;
        }
        longestGapNs = Math.max(longestGapNs, nowNs - lastMediaNs);
        return new Account(name, node, longestGapNs / MS_NS, reopens, stalls,
                stalledNs / MS_NS, lost, gaps, discontinuities, backwards, 0, frames);
    }

    @Override
    public void stop() {
        stopping = true;
        visit.ifPresent(it -> {
            it.over = true;
            it.lists.close();
            it.media.close();
        });
    }
}
