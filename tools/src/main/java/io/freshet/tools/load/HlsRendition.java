package io.freshet.tools.load;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.media.MalformedMediaException;
import io.freshet.tools.wire.Fetcher;
import io.freshet.tools.wire.Fetcher.Fetched;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A viewer's one rendition: reloads the playlist and fetches what is new in it.
///
/// Without low latency it begins three segments from the end, as RFC 8216 wants, and looks again
/// after a target duration; with it, at the newest part where decoding can start, and each reload
/// waits at the server for the next part, which is asked for as well if so wished. Where the
/// server offers it, reloads ask for updates that skip what is known, as players do. Latency is
/// from the date at which a segment or part ends to when it is here. A stall is a buffer that ran
/// empty.
///
/// Threading: confined to its loop.
///
/// Spec: RFC 8216, 6.3.3 and 6.3.4; draft-pantos-hls-rfc8216bis-14, 6.2.5.2
final class HlsRendition {

    private static final long MS_NS = 1_000_000;
    private static final int SEGMENTS_BACK = 3;
    /// What is listed in one reload and not yet fetched; a playlist has fewer.
    private static final int QUEUE_MAX = 4_000;

    private final HlsSeat seat;
    private final HlsSeat.Visit visit;
    private final String path;
    private final boolean leads;
    private final boolean lowLatency;
    private final boolean ahead;
    private final Fetcher lists;
    private final Fetcher media;
    private final ArrayDeque<HlsPiece> queue = new ArrayDeque<>();
    /// Announced, asked for, and not yet listed.
    private @Nullable HlsPiece announced;
    private boolean closed;
    private boolean begun;
    private long nextNumber;
    private int nextPart;
    private long deadlineNs = -1;
    private long slackNs;
    private long delivered;
    private long deliveredBytes;
    private long expected;
    private long listedBefore = -1;

    HlsRendition(HlsSeat seat, HlsSeat.Visit visit, String path, boolean leads) {
        this.seat = seat;
        this.visit = visit;
        this.path = path;
        this.leads = leads;
        this.lowLatency = seat.crowd().plan().style().isLowLatency();
        this.ahead = seat.crowd().plan().style() == CrowdPlan.Style.PARTS_AHEAD;
        this.lists = visit.fetcher(new Lists());
        this.media = lowLatency ? visit.fetcher(new Media()) : lists;
    }

    void start() {
        lists.get(path, true);
    }

    void close() {
        told();
        closed = true;
        lists.close();
        media.close();
    }

    void begin() {
        delivered = 0;
        deliveredBytes = 0;
        expected = missing();
    }

    void told() {
        // What is still on its way is neither here nor missing.
        long there = expected - missing();
        seat.tally().delivered(delivered, deliveredBytes,
                new Ledger.Sum(Math.max(delivered, there), deliveredBytes));
        begin();
    }

    /// What is listed and not here.
    private long missing() {
        return queue.stream().filter(HlsPiece::isListed).count();
    }

    private void listed(MediaPlaylist playlist, long nowNs) {
        boolean hides = playlist.skipped() > 0
                && nextNumber < playlist.mediaSequence() + playlist.skipped();
        if (!begun && playlist.skipped() > 0 || hides) {
            // The update leaves out what we have not seen yet.
            lists.get(path, true);
            return;
        }
        if (!begun) {
            begin(playlist);
        }
        if (nextNumber < playlist.mediaSequence()) {
            expected += playlist.mediaSequence() - nextNumber;
            seat.tally().gap();
            nextNumber = playlist.mediaSequence();
            nextPart = 0;
        }
        wish(playlist);
        if (ahead) {
            announce(playlist);
        }
        next();
        reload(playlist, nowNs);
    }

    private void begin(MediaPlaylist playlist) {
        begun = true;
        slackNs = playlist.control().partHoldBackUs() * 1_000;
        if (!lowLatency || playlist.partTargetUs() == 0) {
            nextNumber = Math.max(playlist.mediaSequence(),
                    playlist.nextSequence() - SEGMENTS_BACK);
            return;
        }
        nextNumber = playlist.nextSequence();
        nextPart = newestStart(playlist.open().parts());
        if (nextPart < 0 && !playlist.segments().isEmpty()) {
            nextNumber--;
            nextPart = Math.max(0, newestStart(playlist.segments().getLast().parts()));
        }
        nextPart = Math.max(0, nextPart);
    }

    private static int newestStart(List<PartialSegment> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).independent()) {
                return i;
            }
        }
        return -1;
    }

    /// Puts everything that is new into the queue.
    private void wish(MediaPlaylist playlist) {
        long number = playlist.mediaSequence() + playlist.skipped();
        long endMs = MediaSegment.NO_DATE;
        for (MediaSegment segment : playlist.segments()) {
            long startMs = segment.dateMs() == MediaSegment.NO_DATE ? endMs : segment.dateMs();
            if (number == nextNumber) {
                if (lowLatency && segment.parts().size() > nextPart) {
                    parts(segment, startMs);
                } else if (nextPart == 0) {
                    wish(segment.uri(), segment.durationUs(), startMs, segment.gap());
                }
                nextNumber++;
                nextPart = 0;
            }
            endMs = startMs == MediaSegment.NO_DATE ? startMs
                    : startMs + segment.durationUs() / 1_000;
            number++;
        }
        MediaSegment open = playlist.open();
        if (lowLatency && number == nextNumber && open.parts().size() > nextPart) {
            parts(open, open.dateMs() == MediaSegment.NO_DATE ? endMs : open.dateMs());
        }
    }

    private void parts(MediaSegment segment, long startMs) {
        long us = 0;
        for (int i = 0; i < segment.parts().size(); i++) {
            PartialSegment part = segment.parts().get(i);
            if (i >= nextPart) {
                long fromMs = startMs == MediaSegment.NO_DATE ? startMs : startMs + us / 1_000;
                wish(part.uri(), part.durationUs(), fromMs, part.gap());
            }
            us += part.durationUs();
        }
        nextPart = segment.parts().size();
    }

    private void wish(String uri, long durationUs, long startMs, boolean gap) {
        if (gap || queue.size() == QUEUE_MAX) {
            return;
        }
        expected++;
        String wanted = HlsSeat.resolve(path, uri);
        long endMs = startMs == MediaSegment.NO_DATE ? 0 : startMs + durationUs / 1_000;
        HlsPiece asked = announced;
        if (asked == null || !asked.path.equals(wanted)) {
            queue.add(HlsPiece.listed(wanted, durationUs, endMs));
            return;
        }
        announced = null;
        asked.list(durationUs, endMs);
        if (asked.hasArrived()) {
            play(asked);
        }
    }

    /// Asks for the part that comes next; the server answers when it is whole.
    private void announce(MediaPlaylist playlist) {
        if (playlist.preloadHint().isEmpty() || queue.size() == QUEUE_MAX) {
            return;
        }
        String wanted = HlsSeat.resolve(path, playlist.preloadHint());
        HlsPiece asked = announced;
        if (asked == null || !asked.path.equals(wanted)) {
            announced = HlsPiece.announced(wanted);
            queue.add(announced);
        }
    }

    private void next() {
        if (!queue.isEmpty() && media.pending() == 0) {
            media.get(queue.getFirst().path, false);
        }
    }

    private void reload(MediaPlaylist playlist, long nowNs) {
        if (playlist.ended()) {
            return;
        }
        String skip = playlist.control().canSkipUntilUs() > 0 ? "_HLS_skip=YES" : "";
        if (lowLatency && playlist.control().canBlockReload()) {
            String part = playlist.partTargetUs() > 0
                    ? "&_HLS_part=" + playlist.open().parts().size() : "";
            lists.get(asked("_HLS_msn=" + playlist.nextSequence() + part
                    + (skip.isEmpty() ? "" : "&" + skip)), true);
            return;
        }
        boolean changed = playlist.nextSequence() != listedBefore;
        listedBefore = playlist.nextSequence();
        long waitMs = playlist.targetSeconds() * (changed ? 1_000L : 500L);
        seat.crowd().loop().schedule(() -> {
            if (!closed) {
                lists.get(asked(skip), true);
            }
        }, nowNs + waitMs * MS_NS);
    }

    private String asked(String query) {
        return query.isEmpty() ? path : path + (path.indexOf('?') < 0 ? "?" : "&") + query;
    }

    private void arrived(Fetched fetched, long nowNs) {
        HlsPiece piece = queue.removeFirst();
        Tally tally = seat.tally();
        if (fetched.head().status() == 200) {
            deliveredBytes += fetched.length();
            tally.frame();
            piece.arrive(nowNs);
            if (piece.isListed()) {
                play(piece);
            }
        } else if (piece.isListed()) {
            tally.error("HTTP " + fetched.head().status());
        } else if (announced == piece) {
            // What was announced may come to nothing, as when the encoder stops.
            announced = null;
        }
        next();
    }

    /// It is here, and when it is to be played is known.
    private void play(HlsPiece piece) {
        Tally tally = seat.tally();
        long nowNs = piece.arrivedNs();
        delivered++;
        if (leads) {
            visit.join(nowNs);
        }
        if (piece.endMs() > 0 && (lowLatency || queue.isEmpty())) {
            tally.aged(seat.crowd().clock().epochUs(nowNs) - piece.endMs() * 1_000);
        }
        if (deadlineNs < 0) {
            deadlineNs = nowNs + slackNs;
        } else if (nowNs > deadlineNs) {
            if (tally.isMeasuring()) {
                tally.stall();
            }
            deadlineNs = nowNs;
        }
        deadlineNs += piece.durationUs() * 1_000;
    }

    private void got(Fetched fetched, long nowNs) {
        if (fetched.head().status() != 200) {
            visit.fault("HTTP " + fetched.head().status(), nowNs);
            return;
        }
        try {
            listed(seat.crowd().playlists().parse(fetched.body()), nowNs);
        } catch (MalformedMediaException | IllegalArgumentException e) {
            visit.fault("broken playlist", nowNs);
        }
    }

    /// What both connections have in common.
    private class Media implements Fetcher.Listener {

        @Override
        public void onAnswer(Fetched fetched, long nowNs) {
            if (!closed) {
                arrived(fetched, nowNs);
            }
        }

        @Override
        public void onFault(String reason, long nowNs) {
            visit.fault(reason, nowNs);
        }
    }

    /// Playlists; segments too if there is one connection for both.
    private final class Lists extends Media {

        @Override
        public void onAnswer(Fetched fetched, long nowNs) {
            boolean isPiece = !queue.isEmpty() && queue.getFirst().path.equals(fetched.path());
            if (closed || isPiece) {
                super.onAnswer(fetched, nowNs);
            } else {
                got(fetched, nowNs);
            }
        }
    }
}
