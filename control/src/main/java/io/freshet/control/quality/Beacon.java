package io.freshet.control.quality;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a player says of the time since its last beacon.
///
/// Players are strangers: every figure is bounded, unknown keys are skipped, and what makes no
/// sense is no beacon.
///
/// @param stream    what it plays
/// @param begins    whether it is the first one of a viewing
/// @param startupMs from the wish to play to the first picture; -1 if it did not start in this time
/// @param playedMs  of moving pictures
/// @param stalls    interruptions
/// @param stalledMs how long they lasted together
/// @param switches  of quality
/// @param decoded   pictures
/// @param dropped   pictures that were decoded too late
/// @param latencyMs behind the capture or, where the player cannot know, behind the server;
///                  -1 if unknown
/// @param error     why playing failed, one of [#ERRORS]; empty if it did not
public record Beacon(StreamKey stream, boolean begins, long startupMs, long playedMs, long stalls,
        long stalledMs, long switches, long decoded, long dropped, long latencyMs,
        String error) {

    /// The kinds that are told apart; others are `other`: they are labels of metrics.
    static final Set<String> ERRORS = Set.of("notFound", "refused", "offline", "full",
            "server", "stalled", "unsupported", "decode", "load", "other");

    private static final JsonFactory FACTORY = new JsonFactory();
    /// Twice the time between two beacons that a good player lets pass.
    private static final long SPAN_MS_MAX = 120_000;
    private static final long FRAMES_MAX = 120 * 240;
    private static final long TIMES_MAX = 1_000;

    /// Reads one; empty if it is none.
    public static Optional<Beacon> parse(byte[] body) {
        Map<String, String> all = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME && all.size() < 40) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isStructStart()) {
                    json.skipChildren();
                } else {
                    all.put(name, String.valueOf(json.getString()));
                }
            }
            return Optional.of(made(all));
        } catch (JacksonException | BadNameException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Beacon made(Map<String, String> all) throws BadNameException {
        StreamKey key = StreamKey.of(all.getOrDefault("app", ""), all.getOrDefault("name", ""));
        String error = all.getOrDefault("error", "");
        return new Beacon(key, "start".equals(all.get("kind")),
                number(all, "startupMs", -1, SPAN_MS_MAX),
                number(all, "playedMs", 0, SPAN_MS_MAX),
                number(all, "stalls", 0, TIMES_MAX),
                number(all, "stalledMs", 0, SPAN_MS_MAX),
                number(all, "switches", 0, TIMES_MAX),
                number(all, "decoded", 0, FRAMES_MAX),
                number(all, "dropped", 0, FRAMES_MAX),
                number(all, "latencyMs", -1, 10 * SPAN_MS_MAX),
                error.isEmpty() || ERRORS.contains(error) ? error : "other");
    }

    private static long number(Map<String, String> all, String name, long absent, long max) {
        String text = all.get(name);
        if (text == null || text.equals("null")) {
            return absent;
        }
        double value = Double.parseDouble(text);
        if (!(value >= 0)) {
            return absent;
        }
        return (long) Math.min(value, (double) max);
    }
}
