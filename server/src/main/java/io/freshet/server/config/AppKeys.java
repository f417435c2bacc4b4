package io.freshet.server.config;

import static io.freshet.server.config.ValueTypes.FLUSH;
import static io.freshet.server.config.ValueTypes.SWITCH;
import static io.freshet.server.config.ValueTypes.TEXTS;
import static io.freshet.server.config.ValueTypes.choice;
import static io.freshet.server.config.ValueTypes.duration;
import static io.freshet.server.config.ValueTypes.size;
import static io.freshet.server.config.ValueTypes.whole;

import io.freshet.server.config.AppSettings.Takeover;
import java.time.Duration;
import java.util.List;

/// The keys of one app, under `apps.NAME.`, in the order of the reference.
final class AppKeys {

    static final Key<Boolean> PUBLIC = Key.of("public", SWITCH, "true",
            "Whether its streams are listed on the home page and in /streams.json");
    static final Key<List<String>> PUBLISH_KEYS = Key.of("publish-keys", TEXTS, "",
            "A publisher must give one of them as ?key=; while empty, loopback alone may publish");
    static final Key<FlushInterval> FLUSH_INTERVAL = Key.of("flush-interval", FLUSH, "video",
            "How often viewers are written to: 0 is every frame, video is every video frame; "
                    + "a duration merges what RTMP publishers send, too");
    static final Key<Takeover> TAKEOVER = Key.of("takeover", choice(Takeover.class),
            "when-silent",
            "What a second publisher gets; when-silent: its place after 1 s of silence");
    static final Key<Integer> INPUTS = Key.of("inputs", whole(1, 8), "1",
            "Publishers of one stream at a time: one on air, the others standing by");
    static final Key<Duration> RECONNECT_WINDOW = Key.of("reconnect-window", duration("0s", "10m"),
            "10s", "How long a stream and its viewers wait for a publisher that dropped");

    static final Key<Integer> GOP_FRAMES = Key.of("gop-frames-max", whole(1, 100_000), "2400",
            "Frames of all tracks kept since the last key frame, for those who join");
    static final Key<Long> GOP_BYTES = Key.of("gop-bytes-max", size("64KiB", "256MiB"), "32MiB",
            "Bytes kept since the last key frame");
    static final Key<Duration> GOP_DURATION = Key.of("gop-duration-max", duration("1s", "60s"),
            "20s", "Time kept since the last key frame");

    static final Key<Long> BEHIND_BYTES = Key.of("viewer-behind-bytes-max",
            size("64KiB", "256MiB"), "16MiB",
            "Bytes kept for those who lag, one store a stream; past it they skip to a key frame");
    static final Key<Duration> BEHIND = Key.of("viewer-behind-max", duration("500ms", "60s"), "5s",
            "A viewer with an older unsent byte skips to the next key frame");
    static final Key<Duration> PATIENCE = Key.of("viewer-patience", duration("1s", "10m"), "20s",
            "A viewer that takes no byte for so long is closed");
    static final Key<Integer> VIEWERS_MAX = Key.of("viewers-max", whole(1, 1_000_000), "100000",
            "Viewers of one stream at a time");
    static final Key<Integer> STREAMS_MAX = Key.of("streams-max", whole(1, 100_000), "5000",
            "Streams of this app at a time");

    static final Key<Boolean> HLS = Key.of("hls.enabled", SWITCH, "true",
            "Whether HLS is made").forNewStreams();
    static final Key<Duration> HLS_SEGMENT = Key.of("hls.segment-duration", duration("1s", "10s"),
            "2s", "Segments end at the first key frame after 0.88 of it").forNewStreams();
    static final Key<Duration> HLS_PART = Key.of("hls.part-duration", duration("100ms", "2s"),
            "500ms", "Wanted length of parts of a segment; PART-TARGET is a twentieth more")
            .forNewStreams();
    static final Key<Integer> HLS_WINDOW = Key.of("hls.window-segments", whole(3, 1_000), "7",
            "Segments in a playlist, at least; ten target durations if that is more")
            .forNewStreams();

    static final List<Key<?>> ALL = List.of(PUBLIC, PUBLISH_KEYS, FLUSH_INTERVAL, TAKEOVER, INPUTS,
            RECONNECT_WINDOW, GOP_FRAMES, GOP_BYTES, GOP_DURATION, BEHIND_BYTES, BEHIND, PATIENCE,
            VIEWERS_MAX, STREAMS_MAX, HLS, HLS_SEGMENT, HLS_PART, HLS_WINDOW);

    private AppKeys() {
    }
}
