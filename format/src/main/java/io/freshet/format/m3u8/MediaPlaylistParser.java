package io.freshet.format.m3u8;

import io.freshet.media.MalformedMediaException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads one media playlist.
///
/// Threading: confined to one call.
final class MediaPlaylistParser {

    /// A day of 2 s segments.
    static final int MAX_SEGMENTS = 43_200;
    /// A part is at least a frame; a segment of 10 s has no more.
    static final int MAX_PARTS = 1_000;
    private static final int MAX_REPORTS = 64;
    /// The year 9999, the last that the date has digits for.
    private static final long MAX_DATE_MS = 253_402_300_799_999L;

    private int version = 1;
    private int targetSeconds = -1;
    private long mediaSequence;
    private long discontinuitySequence;
    private boolean independent;
    private ServerControl control = ServerControl.NONE;
    private long partTargetUs;
    private int skipped;
    private final List<MediaSegment> segments = new ArrayList<>();
    private final List<RenditionReport> reports = new ArrayList<>();
    private String preloadHint = "";
    private boolean ended;

    private String map = "";
    private long durationUs = -1;
    private boolean gap;
    private boolean discontinuity;
    private long dateMs = MediaSegment.NO_DATE;
    private final List<PartialSegment> parts = new ArrayList<>();

    MediaPlaylist parse(String text) throws MalformedMediaException {
        Lines lines = new Lines(text);
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("#EXT")) {
                int colon = line.indexOf(':');
                String tag = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                if (!header(lines, tag, value)) {
                    tag(lines, tag, value);
                }
            } else if (!line.isEmpty() && line.charAt(0) != '#') {
                segment(lines, line);
            }
        }
        if (targetSeconds < 0) {
            throw new MalformedMediaException("playlist without EXT-X-TARGETDURATION", 0);
        }
        boolean nothingOpen = parts.isEmpty() && !discontinuity && dateMs == MediaSegment.NO_DATE;
        MediaSegment open = nothingOpen ? MediaSegment.NONE
                : new MediaSegment("", 0, gap, discontinuity, map, dateMs, parts);
        return new MediaPlaylist(version, targetSeconds, mediaSequence, discontinuitySequence,
                independent, control, partTargetUs, skipped, segments, open, preloadHint, reports,
                ended);
    }

    private boolean header(Lines lines, String tag, String value) throws MalformedMediaException {
        switch (tag) {
            case "#EXT-X-VERSION" -> version = (int) lines.number(value, 1_000);
            case "#EXT-X-TARGETDURATION" -> targetSeconds = (int) lines.number(value, 86_400);
            case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = lines.number(value, 1L << 52);
            case "#EXT-X-DISCONTINUITY-SEQUENCE" ->
                    discontinuitySequence = lines.number(value, 1L << 52);
            case "#EXT-X-INDEPENDENT-SEGMENTS" -> independent = true;
            case "#EXT-X-ENDLIST" -> ended = true;
            case "#EXT-X-PART-INF" -> partTargetUs = lines.micros(
                    lines.required(lines.attributes(value), "PART-TARGET"));
            case "#EXT-X-SERVER-CONTROL" -> {
                Map<String, String> list = lines.attributes(value);
                control = new ServerControl(Lines.yes(list, "CAN-BLOCK-RELOAD"),
                        lines.micros(list, "CAN-SKIP-UNTIL"), lines.micros(list, "HOLD-BACK"),
                        lines.micros(list, "PART-HOLD-BACK"));
            }
            case "#EXT-X-SKIP" -> {
                if (!segments.isEmpty()) {
                    throw lines.broken("EXT-X-SKIP after a segment");
                }
                skipped = (int) lines.number(lines.required(lines.attributes(value),
                        "SKIPPED-SEGMENTS"), MAX_SEGMENTS);
            }
            case "#EXT-X-STREAM-INF" -> throw lines.broken("is a multivariant playlist");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void tag(Lines lines, String tag, String value) throws MalformedMediaException {
        switch (tag) {
            case "#EXTINF" -> {
                int comma = value.indexOf(',');
                durationUs = lines.micros(comma < 0 ? value : value.substring(0, comma));
            }
            case "#EXT-X-GAP" -> gap = true;
            case "#EXT-X-DISCONTINUITY" -> discontinuity = true;
            case "#EXT-X-PROGRAM-DATE-TIME" -> dateMs = date(lines, value);
            case "#EXT-X-MAP" -> map = lines.required(lines.attributes(value), "URI");
            case "#EXT-X-PART" -> part(lines, lines.attributes(value));
            case "#EXT-X-PRELOAD-HINT" -> {
                Map<String, String> list = lines.attributes(value);
                if ("PART".equals(list.get("TYPE"))) {
                    preloadHint = lines.required(list, "URI");
                }
            }
            case "#EXT-X-RENDITION-REPORT" -> report(lines, lines.attributes(value));
            default -> {
                // Tags from later editions are to be passed over.
            }
        }
    }

    private void part(Lines lines, Map<String, String> list) throws MalformedMediaException {
        if (parts.size() == MAX_PARTS) {
            throw lines.broken("segment with more than " + MAX_PARTS + " parts");
        }
        parts.add(new PartialSegment(lines.required(list, "URI"),
                lines.micros(lines.required(list, "DURATION")),
                Lines.yes(list, "INDEPENDENT"), Lines.yes(list, "GAP")));
    }

    private void report(Lines lines, Map<String, String> list) throws MalformedMediaException {
        if (reports.size() == MAX_REPORTS) {
            throw lines.broken("more than " + MAX_REPORTS + " rendition reports");
        }
        String part = list.get("LAST-PART");
        reports.add(new RenditionReport(lines.required(list, "URI"),
                lines.number(lines.required(list, "LAST-MSN"), 1L << 52),
                part == null ? -1 : (int) lines.number(part, Integer.MAX_VALUE)));
    }

    private void segment(Lines lines, String uri) throws MalformedMediaException {
        if (durationUs < 0) {
            throw lines.broken("segment without EXTINF");
        }
        if (segments.size() == MAX_SEGMENTS) {
            throw lines.broken("more than " + MAX_SEGMENTS + " segments");
        }
        segments.add(new MediaSegment(uri, durationUs, gap, discontinuity, map, dateMs, parts));
        durationUs = -1;
        gap = false;
        discontinuity = false;
        dateMs = MediaSegment.NO_DATE;
        parts.clear();
    }

    private static long date(Lines lines, String value) throws MalformedMediaException {
        try {
            long ms = OffsetDateTime.parse(value).toInstant().toEpochMilli();
            if (ms >= 0 && ms <= MAX_DATE_MS) {
                return ms;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below in the words of this parser.
        }
        throw lines.broken("not a date");
    }
}
