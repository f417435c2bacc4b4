package io.freshet.control;

import io.freshet.control.Families.Family;
import io.freshet.live.Audience;
import io.freshet.live.LiveStream;
import io.freshet.live.Repairs;
import io.freshet.live.StreamReport;
import io.freshet.live.StreamReport.State;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What the streams count. Series of a stream end with the stream.
///
/// Threading: confined to the scrape.
final class StreamFamilies {

    /// Twenty-some series each: more would cost Prometheus more than they tell. The streams that
    /// were there first keep their series; the others are counted.
    static final int SERIES_STREAMS_MAX = 1000;

    private static final Comparator<LiveStream> OLDEST_FIRST =
            Comparator.comparingLong((LiveStream stream) -> stream.lastReport().openedWallMs())
                    .thenComparing(stream -> stream.key().toString());

    private final Family live;
    private final Family opened;
    private final Family publishers;
    private final Family viewers;
    private final Family bitrate;
    private final Family pictures;
    private final Family gop;
    private final Family bytesIn;
    private final Family framesIn;
    private final Family bytesOut;
    private final Family switches;
    private final Family branchSkips;
    private final Family viewerSkips;
    private final Family closedSlow;
    private final Family repairs;

    private StreamFamilies(Families to) {
        live = to.gauge("freshet_stream_live", "1 while a publisher is on air, 0 while none is.");
        opened = to.gauge("freshet_stream_opened_time_seconds",
                "When the stream came into being, Unix time.");
        publishers = to.gauge("freshet_stream_publishers",
                "Publishers connected, those on standby included.");
        viewers = to.gauge("freshet_stream_viewers", "Viewers watching, by protocol.");
        bitrate = to.gauge("freshet_stream_bitrate_bits_per_second",
                "Payload received, all tracks, over the last 5 s.");
        pictures = to.gauge("freshet_stream_pictures_per_second",
                "Pictures of the first video track, over the last 5 s.");
        gop = to.gauge("freshet_stream_gop_seconds",
                "Distance of the last two key frames, 0 if unknown.");
        bytesIn = to.counter("freshet_stream_received_bytes", "Payload received.");
        framesIn = to.counter("freshet_stream_received_frames",
                "Pictures and audio packets received.");
        bytesOut = to.counter("freshet_stream_sent_bytes",
                "Bytes handed to viewers' connections.");
        switches = to.counter("freshet_stream_input_switches",
                "Times another publisher went on air.");
        branchSkips = to.counter("freshet_stream_branch_skips",
                "Times an event loop could not keep up and went on at a key frame.");
        viewerSkips = to.counter("freshet_stream_viewer_skips",
                "Times a viewer lagged and was moved on to a key frame.");
        closedSlow = to.counter("freshet_stream_viewers_closed_slow",
                "Viewers closed because they took nothing for too long.");
        repairs = to.counter("freshet_stream_timestamp_repairs",
                "Times the publisher's timestamps were mended, by kind.");
    }

    static void gather(List<LiveStream> streams, Families to) {
        Family states = to.gauge("freshet_streams", "Streams on this node, by state.");
        for (State state : List.of(State.LIVE, State.WAITING)) {
            states.add(streams.stream().filter(s -> s.lastReport().state() == state).count(),
                    "state", lower(state));
        }
        Family all = to.gauge("freshet_viewers",
                "Viewers of all streams, those without series included, by protocol.");
        for (Audience.Protocol protocol : Audience.Protocol.values()) {
            all.add(streams.stream().mapToLong(s -> s.audience().watching(protocol)).sum(),
                    "protocol", lower(protocol));
        }
        to.gauge("freshet_streams_without_series", "Streams left out of the freshet_stream_... "
                        + "metrics because there are more than " + SERIES_STREAMS_MAX + ".")
                .add(Math.max(0, streams.size() - SERIES_STREAMS_MAX));
        StreamFamilies families = new StreamFamilies(to);
        streams.stream().sorted(OLDEST_FIRST).limit(SERIES_STREAMS_MAX).forEach(families::add);
    }

    private void add(LiveStream stream) {
        StreamReport report = stream.lastReport();
        Audience audience = stream.audience();
        String[] labels = {"app", report.key().app(), "name", report.key().name()};
        live.add(report.state() == State.LIVE ? 1 : 0, labels);
        opened.add(report.openedWallMs() / 1000.0, labels);
        publishers.add(report.publishers().size(), labels);
        for (Audience.Protocol protocol : Audience.Protocol.values()) {
            viewers.add(audience.watching(protocol),
                    with(labels, "protocol", lower(protocol)));
        }
        bitrate.add(report.bitrateBps(), labels);
        pictures.add(report.framesPerSecond(), labels);
        gop.add(report.gopMs() / 1000.0, labels);
        bytesIn.add(report.bytesIn(), labels);
        framesIn.add(report.framesIn(), labels);
        bytesOut.add(audience.bytesSent(), labels);
        switches.add(report.inputSwitches(), labels);
        branchSkips.add(report.branchSkips(), labels);
        viewerSkips.add(audience.skips(), labels);
        closedSlow.add(audience.slowClosed(), labels);
        addRepairs(report.repairs(), labels);
    }

    private void addRepairs(Repairs done, String[] labels) {
        repairs.add(done.jumps(), with(labels, "kind", "jump"));
        repairs.add(done.audioAnchors(), with(labels, "kind", "audio_anchor"));
        repairs.add(done.steps(), with(labels, "kind", "step"));
        repairs.add(done.dropped(), with(labels, "kind", "dropped"));
        repairs.add(done.untilKey(), with(labels, "kind", "until_key"));
        repairs.add(done.clockMoves(), with(labels, "kind", "clock_move"));
    }

    private static String[] with(String[] labels, String name, String value) {
        return new String[] {labels[0], labels[1], labels[2], labels[3], name, value};
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
