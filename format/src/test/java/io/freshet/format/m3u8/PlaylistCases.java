package io.freshet.format.m3u8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named playlists, as records and as the text that they are.
final class PlaylistCases {

    static final long SECOND_US = 1_000_000;
    static final long FIRST_DATE_MS = 1_767_225_600_000L;
    private static final ServerControl LOW_LATENCY =
            new ServerControl(true, 12 * SECOND_US, 0, 1_500_000);

    private PlaylistCases() {
    }

    /// A low-latency playlist of `count` segments of 2 s from `first` on, `openParts` after them.
    static MediaPlaylist live(long first, int count, int openParts) {
        List<MediaSegment> segments = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            boolean listed = number >= first + count - 3;
            segments.add(new MediaSegment("v1/0a/" + number + "-4.m4s", 2 * SECOND_US, false,
                    false, "v1/i.mp4", date(number), listed ? parts(number, 4) : List.of()));
        }
        long next = first + count;
        MediaSegment open = new MediaSegment("", 0, false, false, "v1/i.mp4", date(next),
                parts(next, openParts));
        return new MediaPlaylist(9, 2, first, 0, true, LOW_LATENCY, SECOND_US / 2, 0, segments,
                open, "v1/0a/" + next + "." + openParts + ".m4s",
                List.of(new RenditionReport("a2.m3u8", next, openParts - 1)), false);
    }

    static List<PartialSegment> parts(long number, int count) {
        List<PartialSegment> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(new PartialSegment("v1/0a/" + number + "." + part + ".m4s", SECOND_US / 2,
                    part == 0, false));
        }
        return parts;
    }

    private static long date(long number) {
        return FIRST_DATE_MS + number * 2000;
    }

    /// Texts that parse and are written again as they are.
    static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("low latency", live(100, 10, 2).write());
        texts.put("low latency, update", live(100, 10, 2).delta().write());
        texts.put("plain, with a gap, a discontinuity and an end", """
                #EXTM3U
                #EXT-X-VERSION:8
                #EXT-X-TARGETDURATION:2
                #EXT-X-MEDIA-SEQUENCE:7
                #EXT-X-DISCONTINUITY-SEQUENCE:3
                #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
                #EXTINF:2.002000,
                0a/7.ts
                #EXT-X-GAP
                #EXTINF:1.500000,
                0a/8.ts
                #EXT-X-DISCONTINUITY
                #EXTINF:0.040000,
                0b/9.ts
                #EXT-X-ENDLIST
                """);
        texts.put("parts with a gap", """
                #EXTM3U
                #EXT-X-VERSION:9
                #EXT-X-TARGETDURATION:2
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.000000,\
                HOLD-BACK=6.000000,PART-HOLD-BACK=1.500000
                #EXT-X-PART-INF:PART-TARGET=0.500000
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-MAP:URI="i.mp4"
                #EXT-X-PART:DURATION=0.469333,URI="0.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.400000,URI="0.1.m4s",GAP=YES
                #EXTINF:0.869333,
                0-2.m4s
                #EXT-X-MAP:URI="j.mp4"
                #EXT-X-PART:DURATION=0.500000,URI="1.0.m4s"
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="1.1.m4s"
                #EXT-X-RENDITION-REPORT:URI="a2.m3u8",LAST-MSN=1,LAST-PART=0
                #EXT-X-RENDITION-REPORT:URI="a3.m3u8",LAST-MSN=0
                """);
        return texts;
    }
}
