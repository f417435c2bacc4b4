package io.freshet.control;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What a path names; the only place where paths are read.
///
/// A stream's name is one segment, its slashes written `%2F`. A path that differs from these in one
/// character, by dot segments or a doubled slash too, names nothing.
sealed interface Target {

    record StreamList() implements Target {
    }

    record OneStream(StreamKey key) implements Target {
    }

    record Live() implements Target {
    }

    record Ready() implements Target {
    }

    record Metrics() implements Target {
    }

    record Description() implements Target {
    }

    /// @param why in words for the one who asked, nothing of theirs in it
    record Nothing(String why) implements Target {
    }

    String STREAMS = "/api/v1/streams";

    static Target of(String rawPath) {
        return switch (rawPath) {
            case STREAMS -> new StreamList();
            case "/health/live" -> new Live();
            case "/health/ready" -> new Ready();
            case "/metrics" -> new Metrics();
            case "/openapi.yaml" -> new Description();
            default -> rawPath.startsWith(STREAMS + "/")
                    ? stream(rawPath.substring(STREAMS.length() + 1))
                    : new Nothing("there is nothing at this path; see /openapi.yaml");
        };
    }

    private static Target stream(String rest) {
        String[] segments = rest.split("/", 3);
        if (segments.length != 2) {
            return new Nothing("a stream's path is " + STREAMS
                    + "/APP/NAME, slashes in NAME written as %2F");
        }
        try {
            return new OneStream(StreamKey.of(decoded(segments[0]), decoded(segments[1])));
        } catch (BadNameException e) {
            return new Nothing("no stream can have this name: " + e.getMessage());
        } catch (IllegalArgumentException _) {
            return new Nothing("no stream can have this name: its percent-encoding is broken");
        }
    }

    private static String decoded(String segment) {
        // A plus sign stands for itself in a path; in the forms that the decoder was made for it
        // stands for a space.
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
