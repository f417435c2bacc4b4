package io.freshet.control.thumbnails;

import io.freshet.media.Bytes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A small picture of a stream.
///
/// @param jpeg        the file
/// @param takenWallMs when its key frame was taken, Unix time, ms
public record Thumbnail(Bytes jpeg, long takenWallMs) {

    /// When it was taken, as headers of HTTP say it.
    ///
    /// Spec: RFC 9110, 5.6.7
    String takenHttpDate() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(takenWallMs).atOffset(ZoneOffset.UTC));
    }
}
