package io.freshet.format.m3u8;

import static io.freshet.format.m3u8.PlaylistRules.expect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says in words what is wrong between the low-latency renditions of one programme.
///
/// Spec: draft-pantos-hls-rfc8216bis-14, 4.4.5.4, 6.2.4 and B.1
///
/// Threading: stateless.
public final class RenditionRules {

    private RenditionRules() {
    }

    /// Violations of one rendition's playlist against the others'.
    ///
    /// Reports may say what the others listed at any moment between `earlier` and `later`: a reader
    /// cannot fetch all in one. Keys are URIs as the reports name them.
    ///
    /// @param uri whose playlist is checked, a key of `served`
    public static List<String> check(String uri, Map<String, MediaPlaylist> served,
            Map<String, MediaPlaylist> earlier, Map<String, MediaPlaylist> later) {
        List<String> found = new ArrayList<>();
        MediaPlaylist playlist = served.get(uri);
        if (playlist == null || playlist.ended()) {
            return found;
        }
        Set<String> missing = new HashSet<>(served.keySet());
        missing.remove(uri);
        for (RenditionReport report : playlist.reports()) {
            MediaPlaylist before = earlier.get(report.uri());
            MediaPlaylist after = later.get(report.uri());
            expect(missing.remove(report.uri()), found,
                    uri + " reports " + report.uri() + ", itself or twice or unknown");
            if (before != null && after != null) {
                expect(compare(report, before) >= 0 && compare(report, after) <= 0, found,
                        uri + " reports " + report + ", not between " + tip(before) + " and "
                                + tip(after));
            }
        }
        expect(missing.isEmpty(), found, uri + " has no report of " + missing);
        served.forEach((other, its) -> expect(its.control().equals(playlist.control()), found,
                "EXT-X-SERVER-CONTROL of " + uri + " and " + other + " differ"));
        return found;
    }

    private static int compare(RenditionReport report, MediaPlaylist playlist) {
        RenditionReport tip = tip(playlist);
        int segments = Long.compare(report.lastMsn(), tip.lastMsn());
        return segments != 0 ? segments : Integer.compare(report.lastPart(), tip.lastPart());
    }

    /// What a report would say of it.
    private static RenditionReport tip(MediaPlaylist playlist) {
        int parts = playlist.open().parts().size();
        long next = playlist.nextSequence();
        return parts > 0 ? new RenditionReport("", next, parts - 1)
                : new RenditionReport("", next - 1, playlist.segments().isEmpty() ? -1
                        : playlist.segments().getLast().parts().size() - 1);
    }
}
