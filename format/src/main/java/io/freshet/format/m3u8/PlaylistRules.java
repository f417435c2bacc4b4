package io.freshet.format.m3u8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says in words which rules of live HLS a sequence of one rendition's playlists breaks.
///
/// It judges what a player sees and knows nothing about how the playlists were made. Updates that
/// skip segments are to be merged first. Some rules are Freshet's own and stricter than the
/// document: PART-HOLD-BACK of three part targets, and a target duration that never changes.
///
/// Spec: RFC 8216, 4.3.3.1 and 6.2; draft-pantos-hls-rfc8216bis-14, 4.4.3.7, 4.4.3.8, 4.4.4.9, 6.2
///
/// Threading: stateless.
public final class PlaylistRules {

    /// Each duration is cut to whole microseconds on its own in playlists that others made.
    private static final long ROUNDING_US = 50;
    /// The leader moves the date by as much at a cut before it counts as wrong.
    private static final long DATE_STEP_MS = 500;

    private PlaylistRules() {
    }

    /// Every violation in and between playlists of one rendition, in the order they were served.
    public static List<String> check(List<MediaPlaylist> served) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < served.size(); i++) {
            String at = "playlist " + i + ": ";
            within(served.get(i)).forEach(what -> found.add(at + what));
            if (i > 0) {
                PlaylistSuccession.between(served.get(i - 1), served.get(i))
                        .forEach(what -> found.add(at + what));
            }
        }
        return found;
    }

    /// Violations between renditions of one programme, served at about the same time.
    public static List<String> acrossRenditions(List<MediaPlaylist> renditions) {
        List<String> found = new ArrayList<>();
        for (MediaPlaylist other : renditions) {
            MediaPlaylist first = renditions.getFirst();
            expect(first.targetSeconds() == other.targetSeconds(), found,
                    "renditions have target durations " + first.targetSeconds() + " and "
                            + other.targetSeconds());
            long from = Math.max(first.mediaSequence(), other.mediaSequence());
            long to = Math.min(first.nextSequence(), other.nextSequence());
            for (long number = from; number < to; number++) {
                expect(discontinuityOf(first, number) == discontinuityOf(other, number), found,
                        "renditions disagree on the discontinuity sequence of segment " + number);
            }
        }
        return found;
    }

    private static long discontinuityOf(MediaPlaylist playlist, long number) {
        long count = Math.max(0, number - playlist.mediaSequence() - playlist.skipped() + 1);
        return playlist.discontinuitySequence() + playlist.segments().stream().limit(count)
                .filter(MediaSegment::discontinuity).count();
    }

    /// Violations that one playlist shows by itself.
    public static List<String> within(MediaPlaylist playlist) {
        List<String> found = new ArrayList<>();
        header(playlist, found);
        expect(playlist.skipped() == 0, found, "skips segments: merge it before checking");
        long number = playlist.mediaSequence() + playlist.skipped();
        for (MediaSegment segment : playlist.segments()) {
            String name = "segment " + number++;
            segment(playlist, segment, name, found);
            parts(playlist, segment, name, found);
            if (!segment.parts().isEmpty()) {
                long wrongUs = Math.abs(segment.partsUs() - segment.durationUs());
                expect(wrongUs <= ROUNDING_US, found,
                        name + ": parts and EXTINF differ by " + wrongUs + " us");
            }
        }
        parts(playlist, playlist.open(), "open segment", found);
        expect(rounded(playlist.open().partsUs()) <= playlist.targetSeconds(), found,
                "open segment is longer than the target duration");
        order(playlist, found);
        return found;
    }

    private static void header(MediaPlaylist playlist, List<String> found) {
        ServerControl control = playlist.control();
        long targetUs = playlist.targetSeconds() * 1_000_000L;
        expect(playlist.targetSeconds() > 0, found, "target duration is 0");
        expect(control.holdBackUs() == 0 || control.holdBackUs() >= 3 * targetUs, found,
                "HOLD-BACK is below three target durations");
        expect(control.canSkipUntilUs() == 0 || control.canSkipUntilUs() >= 6 * targetUs, found,
                "CAN-SKIP-UNTIL is below six target durations");
        boolean withParts = playlist.partTargetUs() > 0;
        boolean listsParts = !playlist.open().parts().isEmpty() || playlist.segments().stream()
                .anyMatch(segment -> !segment.parts().isEmpty());
        expect(withParts || !listsParts, found, "lists parts without EXT-X-PART-INF");
        expect(!withParts || control.partHoldBackUs() >= 3 * playlist.partTargetUs(), found,
                "PART-HOLD-BACK is below three part targets");
        expect(!withParts || playlist.ended() || !playlist.preloadHint().isEmpty(), found,
                "lists parts without a PRELOAD-HINT");
        expect(!playlist.ended() || playlist.preloadHint().isEmpty(), found,
                "has ended and hints at another part");
        expect(!playlist.ended() || playlist.open().parts().isEmpty(), found,
                "has ended with an open segment");
        boolean gaps = playlist.segments().stream().anyMatch(MediaSegment::gap);
        boolean maps = playlist.segments().stream().anyMatch(s -> !s.mapUri().isEmpty());
        int needed = control.canSkipUntilUs() > 0 ? 9 : gaps ? 8 : maps ? 6 : 3;
        expect(playlist.version() >= needed, found,
                "version " + playlist.version() + " is below " + needed);
    }

    private static void segment(MediaPlaylist playlist, MediaSegment segment, String name,
            List<String> found) {
        expect(rounded(segment.durationUs()) <= playlist.targetSeconds(), found,
                name + ": EXTINF of " + segment.durationUs() + " us is above the target duration");
        expect(segment.durationUs() > 0, found, name + ": EXTINF is 0");
        expect(segment.mapUri().isEmpty()
                        == playlist.segments().getFirst().mapUri().isEmpty(), found,
                name + ": some segments have an init segment and some have not");
    }

    private static void parts(MediaPlaylist playlist, MediaSegment segment, String name,
            List<String> found) {
        List<PartialSegment> parts = segment.parts();
        boolean whole = !segment.uri().isEmpty();
        for (int i = 0; i < parts.size(); i++) {
            PartialSegment part = parts.get(i);
            String partName = name + " part " + i;
            expect(part.durationUs() <= playlist.partTargetUs(), found,
                    partName + " of " + part.durationUs() + " us is above the part target");
            boolean mayBeShort = part.gap() || i == parts.size() - 1 && whole
                    || i + 1 < parts.size() && parts.get(i + 1).gap();
            expect(mayBeShort || part.durationUs() * 100 >= playlist.partTargetUs() * 85, found,
                    partName + " of " + part.durationUs() + " us is below 85 % of the part target");
        }
        expect(!playlist.independentSegments() || parts.isEmpty() || parts.getFirst().gap()
                || parts.getFirst().independent(), found,
                name + ": does not begin with an independent part");
    }

    private static void order(MediaPlaylist playlist, List<String> found) {
        Set<String> uris = new HashSet<>();
        long toEndUs = playlist.durationUs();
        long expectedMs = MediaSegment.NO_DATE;
        for (MediaSegment segment : playlist.segments()) {
            toEndUs -= segment.durationUs();
            expect(uris.add(segment.uri()), found, "lists " + segment.uri() + " twice");
            for (PartialSegment part : segment.parts()) {
                expect(uris.add(part.uri()), found, "lists " + part.uri() + " twice");
            }
            expect(segment.parts().isEmpty() || toEndUs <= 3_000_000L * playlist.targetSeconds(),
                    found, segment.uri() + ": parts are listed further than three target durations "
                            + "from the end");
            boolean dated = segment.dateMs() != MediaSegment.NO_DATE;
            if (dated && expectedMs != MediaSegment.NO_DATE && !segment.discontinuity()) {
                expect(Math.abs(segment.dateMs() - expectedMs) <= DATE_STEP_MS, found,
                        segment.uri() + ": date is off by " + (segment.dateMs() - expectedMs)
                                + " ms");
            }
            expectedMs = dated ? segment.dateMs() + segment.durationUs() / 1_000
                    : MediaSegment.NO_DATE;
        }
    }

    static long rounded(long us) {
        return (us + 500_000) / 1_000_000;
    }

    static void expect(boolean holds, List<String> found, String otherwise) {
        if (!holds) {
            found.add(otherwise);
        }
    }
}
