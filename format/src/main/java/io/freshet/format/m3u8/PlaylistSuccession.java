package io.freshet.format.m3u8;

import static io.freshet.format.m3u8.PlaylistRules.expect;

import java.util.ArrayList;
import java.util.List;

/// The rules between one playlist and the next that is served of the same rendition.
///
/// Threading: stateless.
final class PlaylistSuccession {

    private PlaylistSuccession() {
    }

    static List<String> between(MediaPlaylist before, MediaPlaylist after) {
        List<String> found = new ArrayList<>();
        expect(before.targetSeconds() == after.targetSeconds(), found,
                "target duration changed from " + before.targetSeconds() + " to "
                        + after.targetSeconds());
        expect(before.partTargetUs() == 0 || after.partTargetUs() == 0
                || before.partTargetUs() == after.partTargetUs(), found, "part target changed");
        expect(after.mediaSequence() >= before.mediaSequence(), found, "media sequence fell from "
                + before.mediaSequence() + " to " + after.mediaSequence());
        expect(after.discontinuitySequence() >= before.discontinuitySequence(), found,
                "discontinuity sequence fell");
        expect(!before.ended() || after.equals(before), found, "changed after ENDLIST");
        // What is skipped cannot be compared; that it is skipped is a violation already.
        boolean skips = before.skipped() + after.skipped() > 0;
        if (skips || after.mediaSequence() < before.mediaSequence()) {
            return found;
        }
        tip(before, after, found);
        removed(before, after, found);
        history(before, after, found);
        openParts(before, after, found);
        return found;
    }

    private static void tip(MediaPlaylist before, MediaPlaylist after, List<String> found) {
        long lost = before.nextSequence() - after.nextSequence();
        expect(lost <= 0, found, "end went back by " + lost + " segments");
        expect(lost != 0 || after.open().parts().size() >= before.open().parts().size(), found,
                "open segment lost parts");
    }

    private static void removed(MediaPlaylist before, MediaPlaylist after, List<String> found) {
        long count = after.mediaSequence() - before.mediaSequence();
        if (count == 0) {
            expect(after.discontinuitySequence() == before.discontinuitySequence(), found,
                    "discontinuity sequence moved though no segment was removed");
            return;
        }
        // A server that has started again has lost its window, and says so by a discontinuity.
        boolean restarted = count > before.segments().size() && !after.segments().isEmpty()
                && after.segments().getFirst().discontinuity();
        expect(restarted || after.segments().stream().mapToLong(MediaSegment::durationUs).sum()
                >= 3_000_000L * after.targetSeconds(), found,
                "removed a segment though less than three target durations remain");
        if (count > before.segments().size()) {
            return;
        }
        long breaks = before.segments().stream().limit(count)
                .filter(MediaSegment::discontinuity).count();
        expect(after.discontinuitySequence() == before.discontinuitySequence() + breaks, found,
                "discontinuity sequence is " + after.discontinuitySequence() + " after "
                        + before.discontinuitySequence() + " and " + breaks + " removed tags");
    }

    private static void history(MediaPlaylist before, MediaPlaylist after, List<String> found) {
        long from = after.mediaSequence();
        long to = Math.min(before.nextSequence(), after.nextSequence());
        for (long number = from; number < to; number++) {
            MediaSegment old = at(before, number);
            MediaSegment now = at(after, number);
            expect(old.withParts(List.of()).equals(now.withParts(List.of())), found,
                    "segment " + number + " changed");
            boolean bothListed = !old.parts().isEmpty() && !now.parts().isEmpty();
            expect(!bothListed || old.parts().equals(now.parts()), found,
                    "parts of segment " + number + " changed");
            expect(!old.parts().isEmpty() || now.parts().isEmpty(), found,
                    "segment " + number + " got parts after it was whole");
        }
    }

    private static void openParts(MediaPlaylist before, MediaPlaylist after, List<String> found) {
        long number = before.nextSequence();
        boolean gone = number < after.mediaSequence() || number > after.nextSequence();
        if (gone || before.open().parts().isEmpty() && before.preloadHint().isEmpty()) {
            return;
        }
        MediaSegment now = number == after.nextSequence() ? after.open() : at(after, number);
        if (now.parts().isEmpty()) {
            return;
        }
        List<PartialSegment> old = before.open().parts();
        boolean kept = now.parts().size() >= old.size()
                && now.parts().subList(0, old.size()).equals(old);
        expect(kept, found, "parts of the open segment " + number + " changed");
        expect(!kept || now.parts().size() == old.size() || before.preloadHint().isEmpty()
                || now.parts().get(old.size()).uri().equals(before.preloadHint()), found,
                "part " + old.size() + " of segment " + number
                        + " is not the one that was hinted at");
        expect(old.isEmpty() || now.dateMs() == before.open().dateMs()
                && now.mapUri().equals(before.open().mapUri())
                && now.discontinuity() == before.open().discontinuity(), found,
                "tags of the open segment " + number + " changed");
    }

    private static MediaSegment at(MediaPlaylist playlist, long number) {
        return playlist.segments().get(
                (int) (number - playlist.mediaSequence() - playlist.skipped()));
    }
}
