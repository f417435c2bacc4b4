package io.freshet.format.m3u8;

import io.freshet.media.MalformedMediaException;
import java.util.ArrayList;
import java.util.List;

/// The segments of one rendition.
///
/// Spec: RFC 8216, 4.3.3; draft-pantos-hls-rfc8216bis-14, 4.4.3 and 4.4.5
///
/// @param version               EXT-X-VERSION
/// @param targetSeconds         EXT-X-TARGETDURATION
/// @param mediaSequence         number of the first segment, skipped ones included
/// @param discontinuitySequence EXT-X-DISCONTINUITY tags that have left the playlist
/// @param independentSegments   every segment begins with a key frame
/// @param control               what the server offers
/// @param partTargetUs          longest part, microseconds; 0 if no parts are listed
/// @param skipped               segments left out at the front of an update; 0 in a full playlist
/// @param segments              whole segments, oldest first
/// @param open                  the parts after them; [MediaSegment#NONE] if there are none
/// @param preloadHint           the part that comes next; empty if not said
/// @param reports               the other renditions
/// @param ended                 EXT-X-ENDLIST: nothing will be added
public record MediaPlaylist(int version, int targetSeconds, long mediaSequence,
        long discontinuitySequence, boolean independentSegments, ServerControl control,
        long partTargetUs, int skipped, List<MediaSegment> segments, MediaSegment open,
        String preloadHint, List<RenditionReport> reports, boolean ended) {

    public MediaPlaylist {
        segments = List.copyOf(segments);
        reports = List.copyOf(reports);
    }

    /// The playlist as text.
    public String write() {
        return new MediaPlaylistWriter().write(this);
    }

    /// Reads a full playlist or an update of one; tags that it does not know are passed over.
    ///
    /// @throws MalformedMediaException if it is not a media playlist, or is larger than any sane
    ///                                 one
    public static MediaPlaylist parse(String text) throws MalformedMediaException {
        return new MediaPlaylistParser().parse(text);
    }

    /// Number that follows the last whole segment: the open one's, if there is one.
    public long nextSequence() {
        return mediaSequence + skipped + segments.size();
    }

    /// Everything listed, microseconds; without the skipped segments.
    public long durationUs() {
        return segments.stream().mapToLong(MediaSegment::durationUs).sum() + open.partsUs();
    }

    /// The update that leaves out what lies further from the end than CAN-SKIP-UNTIL.
    ///
    /// This playlist itself if there is nothing to leave out.
    public MediaPlaylist delta() {
        if (control.canSkipUntilUs() == 0 || skipped > 0) {
            return this;
        }
        int count = 0;
        // Counted from the end of the last whole segment.
        long behindUs = durationUs() - open.partsUs();
        for (MediaSegment segment : segments) {
            behindUs -= segment.durationUs();
            if (behindUs < control.canSkipUntilUs()) {
                break;
            }
            count++;
        }
        if (count == 0) {
            return this;
        }
        String map = segments.get(count - 1).mapUri();
        List<MediaSegment> kept = new ArrayList<>();
        // The tag that names the init segment went with the skipped ones: not said is as before.
        boolean said = false;
        for (MediaSegment segment : segments.subList(count, segments.size())) {
            said |= !segment.mapUri().equals(map);
            kept.add(said ? segment : segment.withMap(""));
        }
        said |= !open.mapUri().equals(map);
        return with(count, kept, said ? open : open.withMap(""));
    }

    /// The full playlist that `update` stands for, if this is one that came before it.
    ///
    /// @throws MalformedMediaException if this one does not have all segments that `update` skips
    public MediaPlaylist merged(MediaPlaylist update) throws MalformedMediaException {
        if (update.skipped == 0) {
            return update;
        }
        long first = update.mediaSequence - mediaSequence - skipped;
        if (first < 0 || first + update.skipped > segments.size()) {
            throw new MalformedMediaException("EXT-X-SKIP leaves out segments "
                    + update.mediaSequence + " to " + (update.mediaSequence + update.skipped - 1)
                    + " that the playlist before does not have", -1);
        }
        List<MediaSegment> all = new ArrayList<>();
        for (MediaSegment old : segments.subList((int) first, (int) first + update.skipped)) {
            // Parts are listed near the end only; what is skipped has lost them.
            all.add(old.withParts(List.of()));
        }
        String map = all.getLast().mapUri();
        for (MediaSegment segment : update.segments) {
            map = segment.mapUri().isEmpty() ? map : segment.mapUri();
            all.add(segment.withMap(map));
        }
        boolean inherits = !update.open.equals(MediaSegment.NONE) && update.open.mapUri().isEmpty();
        return update.with(0, all, inherits ? update.open.withMap(map) : update.open);
    }

    private MediaPlaylist with(int newSkipped, List<MediaSegment> list, MediaSegment newOpen) {
        return new MediaPlaylist(version, targetSeconds, mediaSequence, discontinuitySequence,
                independentSegments, control, partTargetUs, newSkipped, list, newOpen,
                preloadHint, reports, ended);
    }
}
