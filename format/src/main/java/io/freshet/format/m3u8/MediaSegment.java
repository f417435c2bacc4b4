package io.freshet.format.m3u8;

import java.util.List;

/// One segment, or the one at the end that has only parts so far.
///
/// Spec: RFC 8216, 4.3.2; draft-pantos-hls-rfc8216bis-14, 4.4.4
///
/// @param uri           where it is, relative to the playlist; empty while it is open
/// @param durationUs    EXTINF in microseconds; 0 while it is open
/// @param gap           there are no bytes: time without media
/// @param discontinuity decoders reset before it
/// @param mapUri        its init segment; empty if there is none, or if it is left out of an update
/// @param dateMs        EXT-X-PROGRAM-DATE-TIME, ms of the Unix epoch; [#NO_DATE] if not said
/// @param parts         its parts; empty if not or no longer listed
public record MediaSegment(String uri, long durationUs, boolean gap, boolean discontinuity,
        String mapUri, long dateMs, List<PartialSegment> parts) {

    /// The date is not said.
    public static final long NO_DATE = Long.MIN_VALUE;

    /// No segment: what a playlist without an open one has.
    public static final MediaSegment NONE =
            new MediaSegment("", 0, false, false, "", NO_DATE, List.of());

    public MediaSegment {
        parts = List.copyOf(parts);
    }

    /// The sum of its parts' durations, microseconds.
    public long partsUs() {
        return parts.stream().mapToLong(PartialSegment::durationUs).sum();
    }

    /// The same segment with other parts.
    public MediaSegment withParts(List<PartialSegment> newParts) {
        return new MediaSegment(uri, durationUs, gap, discontinuity, mapUri, dateMs, newParts);
    }

    /// The same segment with another init segment.
    public MediaSegment withMap(String newMapUri) {
        return new MediaSegment(uri, durationUs, gap, discontinuity, newMapUri, dateMs, parts);
    }
}
