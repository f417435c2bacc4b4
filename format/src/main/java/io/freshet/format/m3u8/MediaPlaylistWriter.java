package io.freshet.format.m3u8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes one media playlist, always in the same order of tags.
///
/// Threading: confined to one call.
final class MediaPlaylistWriter {

    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder(4096);
    private String map = "";

    String write(MediaPlaylist playlist) {
        out.append("#EXTM3U\n");
        line("#EXT-X-VERSION:", playlist.version());
        line("#EXT-X-TARGETDURATION:", playlist.targetSeconds());
        control(playlist.control());
        if (playlist.partTargetUs() > 0) {
            out.append("#EXT-X-PART-INF:PART-TARGET=").append(seconds(playlist.partTargetUs()))
                    .append('\n');
        }
        line("#EXT-X-MEDIA-SEQUENCE:", playlist.mediaSequence());
        if (playlist.discontinuitySequence() > 0) {
            line("#EXT-X-DISCONTINUITY-SEQUENCE:", playlist.discontinuitySequence());
        }
        if (playlist.independentSegments()) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        if (playlist.skipped() > 0) {
            out.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(playlist.skipped()).append('\n');
        }
        playlist.segments().forEach(this::segment);
        tags(playlist.open());
        tail(playlist);
        return out.toString();
    }

    /// Microseconds as decimal seconds, always six places.
    static String seconds(long us) {
        String fraction = Long.toString(1_000_000 + us % 1_000_000).substring(1);
        return us / 1_000_000 + "." + fraction;
    }

    private void control(ServerControl control) {
        StringBuilder attributes = new StringBuilder();
        if (control.canBlockReload()) {
            attributes.append(",CAN-BLOCK-RELOAD=YES");
        }
        attribute(attributes, "CAN-SKIP-UNTIL", control.canSkipUntilUs());
        attribute(attributes, "HOLD-BACK", control.holdBackUs());
        attribute(attributes, "PART-HOLD-BACK", control.partHoldBackUs());
        if (!attributes.isEmpty()) {
            out.append("#EXT-X-SERVER-CONTROL:").append(attributes, 1, attributes.length())
                    .append('\n');
        }
    }

    private static void attribute(StringBuilder target, String name, long us) {
        if (us > 0) {
            target.append(',').append(name).append('=').append(seconds(us));
        }
    }

    private void segment(MediaSegment segment) {
        tags(segment);
        out.append("#EXTINF:").append(seconds(segment.durationUs())).append(",\n");
        out.append(segment.uri()).append('\n');
    }

    private void tags(MediaSegment segment) {
        if (segment.discontinuity()) {
            out.append("#EXT-X-DISCONTINUITY\n");
        }
        if (!segment.mapUri().isEmpty() && !segment.mapUri().equals(map)) {
            map = segment.mapUri();
            out.append("#EXT-X-MAP:URI=\"").append(map).append("\"\n");
        }
        if (segment.dateMs() != MediaSegment.NO_DATE) {
            out.append("#EXT-X-PROGRAM-DATE-TIME:")
                    .append(DATE.format(Instant.ofEpochMilli(segment.dateMs()))).append('\n');
        }
        if (segment.gap()) {
            out.append("#EXT-X-GAP\n");
        }
        segment.parts().forEach(this::part);
    }

    private void part(PartialSegment part) {
        out.append("#EXT-X-PART:DURATION=").append(seconds(part.durationUs()))
                .append(",URI=\"").append(part.uri()).append('"');
        if (part.independent()) {
            out.append(",INDEPENDENT=YES");
        }
        if (part.gap()) {
            out.append(",GAP=YES");
        }
        out.append('\n');
    }

    private void tail(MediaPlaylist playlist) {
        if (!playlist.preloadHint().isEmpty()) {
            out.append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"").append(playlist.preloadHint())
                    .append("\"\n");
        }
        for (RenditionReport report : playlist.reports()) {
            out.append("#EXT-X-RENDITION-REPORT:URI=\"").append(report.uri())
                    .append("\",LAST-MSN=").append(report.lastMsn());
            if (report.lastPart() >= 0) {
                out.append(",LAST-PART=").append(report.lastPart());
            }
            out.append('\n');
        }
        if (playlist.ended()) {
            out.append("#EXT-X-ENDLIST\n");
        }
    }

    private void line(String tag, long value) {
        out.append(tag).append(value).append('\n');
    }
}
