package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.PacketDigests.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// FFmpeg publishes, FFmpeg reads back from every output, and each access unit is the same.
@Tag("clients")
@Execution(ExecutionMode.CONCURRENT)
final class WhatGoesInComesOutTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final String PICTURE =
            "-f lavfi -i testsrc2=size=320x180:rate=25 -t 8 -map 0:v -g 25 ";
    /// A tone that rises, so that no two packets are equal.
    private static final String SOUND = "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+40*t)*t):s=48000 ";
    private static final String BOTH = "-f lavfi -i testsrc2=size=320x180:rate=25 " + SOUND
            + "-t 8 -map 0:v -map 1:a -g 25 ";
    private static final String AVC = "-c:v libx264 -preset veryfast -sc_threshold 0 -b:v 300k ";
    private static final String AVC_FILTERS =
            "-bsf:v h264_mp4toannexb,filter_units=remove_types=7-9 ";
    private static final String HEVC =
            "-c:v libx265 -preset ultrafast -x265-params "
                    + "keyint=25:scenecut=0:info=0:log-level=none ";
    private static final String HEVC_FILTERS =
            "-bsf:v hevc_mp4toannexb,filter_units=remove_types=32-35 ";
    private static final String AV1 = "-c:v libsvtav1 -preset 12 -svtav1-params keyint=25 ";
    private static final String AV1_FILTERS = "-bsf:v filter_units=remove_types=1-2 ";
    private static final String AAC = "-c:a aac -b:a 96k ";
    private static final String AAC_FILTERS = "-bsf:a aac_adtstoasc ";

    @TempDir
    static Path folder;
    private static TestNode node;

    /// Where a stream can be read.
    enum Output {
        RTMP(1), FLV(1), HLS_TS(12), HLS_FMP4(12);

        final double jitterMs;

        Output(double jitterMs) {
            this.jitterMs = jitterMs;
        }

        boolean isHls() {
            return this == HLS_TS || this == HLS_FMP4;
        }

        String url(String name) {
            return switch (this) {
                case RTMP -> node.rtmp(name);
                case FLV -> node.http("live/" + name + ".flv");
                case HLS_TS -> node.http("live/" + name + "/ts.m3u8");
                case HLS_FMP4 -> node.http("live/" + name + "/index.m3u8");
            };
        }
    }

    /// What is published.
    enum Source {
        AVC_AAC(false, BOTH + AVC + "-bf 0 " + AAC, AVC_FILTERS + AAC_FILTERS, true),
        AVC_WITH_B_FRAMES_AAC(false, BOTH + AVC + "-bf 3 " + AAC, AVC_FILTERS + AAC_FILTERS, true),
        AVC_ALONE(false, PICTURE + AVC + "-bf 2", AVC_FILTERS, true),
        AAC_ALONE(false, SOUND + "-t 8 " + AAC, AAC_FILTERS, true),
        AAC_44100_ALONE(false, SOUND + "-t 8 -ar 44100 " + AAC, AAC_FILTERS, true),
        MP3_ALONE(false, SOUND + "-t 8 -ar 44100 -c:a libmp3lame -b:a 96k", "", true),
        HEVC_AAC(true, BOTH + HEVC + "-tag:v hvc1 " + AAC, HEVC_FILTERS + AAC_FILTERS, true),
        HEVC_OPUS(true, BOTH + HEVC + "-tag:v hvc1 -c:a libopus", HEVC_FILTERS, false),
        AV1_AAC(true, BOTH + AV1 + AAC, AV1_FILTERS + AAC_FILTERS, false),
        AV1_OPUS(true, BOTH + AV1 + "-c:a libopus", AV1_FILTERS, false);

        final boolean enhanced;
        final String recipe;
        final String filters;
        private final boolean inTs;

        Source(boolean enhanced, String recipe, String filters, boolean inTs) {
            this.enhanced = enhanced;
            this.recipe = recipe.strip();
            this.filters = filters.strip();
            this.inTs = inTs;
        }

        Set<Output> outputs() {
            return inTs ? EnumSet.allOf(Output.class)
                    : EnumSet.complementOf(EnumSet.of(Output.HLS_TS));
        }
    }

    @BeforeAll
    static void open() throws Exception {
        node = TestNode.open(folder, "apps.live.reconnect-window=1s",
                "apps.live.hls.segment-duration=1s", "apps.live.hls.part-duration=200ms");
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void everyAccessUnitArrivesInOrderAndInTime(Source source) throws Exception {
        Ffmpeg ffmpeg = source.enhanced ? Ffmpeg.enhanced() : Ffmpeg.OLD;
        String name = source.name().toLowerCase(Locale.ROOT);
        Path own = Files.createDirectories(folder.resolve(name));
        Path clip = ffmpeg.make(own, "clip.mp4", source.recipe);
        PacketDigests sent;
        try (Program reading = ffmpeg.digest(own, clip.toString(), List.of(), source.filters)) {
            sent = PacketDigests.parse(reading.finish(END));
        }
        Map<Output, Program> readers = new EnumMap<>(Output.class);
        try (Program publisher = ffmpeg.publish(own, clip, node.rtmp(name))) {
            node.awaitStream(name);
            for (Output output : source.outputs()) {
                if (!output.isHls()) {
                    readers.put(output, read(ffmpeg, own, output, source));
                }
            }
            for (Output output : source.outputs()) {
                if (output.isHls()) {
                    String first = output == Output.HLS_TS ? "ts.m3u8"
                            : sent.tracks().containsKey("video") ? "v1.m3u8" : "a2.m3u8";
                    node.awaitSegment("live/" + name + "/" + first);
                    readers.put(output, read(ffmpeg, own, output, source));
                }
            }
            String ts = source.inTs ? "\"/live/" + name + "/ts.m3u8\"" : "null";
            node.awaitLine("streams.json", "\"ts\":" + ts + ",\"flv\":\"/live/" + name + ".flv\"");
            publisher.finish(END);
            compare(sent, readers);
            if (!sent.tracks().containsKey("video")) {
                new PackedAudio(node, ffmpeg, own).assertStamps(sent, name, source.filters);
            }
        } finally {
            readers.values().forEach(Program::close);
        }
    }

    private static Program read(Ffmpeg ffmpeg, Path own, Output output, Source source)
            throws Exception {
        String name = own.getFileName().toString();
        List<String> options = new ArrayList<>();
        if (output.isHls()) {
            options.addAll(List.of("-live_start_index", "0"));
        }
        return ffmpeg.digest(own, output.url(name), options, source.filters);
    }

    private static void compare(PacketDigests sent, Map<Output, Program> readers)
            throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (var each : readers.entrySet()) {
            Program reader = each.getValue();
            PacketDigests got = PacketDigests.parse(reader.finish(END));
            Difference difference = sent.against(got);
            String what = each.getKey() + " " + difference + " " + reader.told();
            softly.assertThat(difference.faults()).as(what).isEmpty();
            softly.assertThat(difference.share()).as(what).isGreaterThan(0.7);
            // FFmpeg gives packets that wait the stamp of the packed audio segment after theirs.
            boolean packed = each.getKey() == Output.HLS_TS
                    && !sent.tracks().containsKey("video");
            softly.assertThat(packed ? 0 : difference.jitterMs()).as(what)
                    .isLessThanOrEqualTo(each.getKey().jitterMs);
            softly.assertThat(Math.abs(difference.skewMs())).as(what).isLessThanOrEqualTo(36);
        }
        assertThat(readers).isNotEmpty();
        softly.assertAll();
    }
}
