package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.LiveStream;
import io.freshet.live.Repairs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs that people use to publish and to watch do so.
@Tag("clients")
@Execution(ExecutionMode.CONCURRENT)
final class PlayersTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 20 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -bf 2 -b:v 300k -c:a aac";
    private static final String GSTREAMER = "flvmux name=m streamable=true "
            + "! rtmp2sink location=URL "
            + "videotestsrc num-buffers=200 is-live=true "
            + "! video/x-raw,width=320,height=180,framerate=25/1 "
            + "! x264enc tune=zerolatency key-int-max=25 bitrate=300 ! h264parse ! m. "
            + "audiotestsrc num-buffers=375 is-live=true ! audio/x-raw,rate=48000,channels=2 "
            + "! voaacenc ! aacparse ! m.";

    @TempDir
    Path folder;
    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        node = TestNode.open(folder, "apps.live.reconnect-window=1s",
                "apps.live.hls.segment-duration=1s");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Program publish() throws Exception {
        return Ffmpeg.OLD.publish(folder, Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE),
                node.rtmp("clip"));
    }

    private String url(String place) {
        return place.equals("rtmp") ? node.rtmp("clip") : node.http("live/clip" + place);
    }

    private void awaitPlayable() throws Exception {
        node.awaitStream("clip");
        node.awaitSegment("live/clip/v1.m3u8");
        node.awaitSegment("live/clip/ts.m3u8");
    }

    @Test
    void gstreamerRtmp2sinkPublishes() throws Exception {
        List<String> words = new ArrayList<>(List.of("gst-launch-1.0", "-q"));
        words.addAll(List.of(GSTREAMER.replace("URL", node.rtmp("clip")).split(" ")));
        try (Program publisher = Program.start(folder, Map.of(), words)) {
            node.awaitStream("clip");
            LiveStream stream = node.stream("clip");
            try (Program reader = Ffmpeg.OLD.digest(folder, url(".flv"), List.of(), "")) {
                publisher.finish(END);
                PacketDigests read = PacketDigests.parse(reader.finish(END));
                assertThat(read.tracks().get("video").size()).isBetween(150, 200);
                assertThat(read.tracks().get("audio").size()).isBetween(250, 380);
            }
            // Short of CPU, flvmux itself gives late pictures the time of what it wrote before:
            // these steps are the truth about it. All else would be ours.
            Repairs repairs = stream.lastReport().repairs();
            assertThat(repairs.total() - repairs.steps() - repairs.untilKey()).as("%s", repairs)
                    .isZero();
        }
    }

    /// It ends well when the stream does, and what it saved is whole.
    @Test
    void rtmpdumpSavesTheStream() throws Exception {
        Path saved = folder.resolve("saved.flv");
        try (Program publisher = publish()) {
            awaitPlayable();
            try (Program dump = Program.start(folder, "rtmpdump", "-q", "--live", "-r",
                    url("rtmp"), "-o", saved.toString())) {
                publisher.finish(END);
                dump.finish(END);
            }
        }
        try (Program reader = Ffmpeg.OLD.digest(folder, saved.toString(), List.of(), "")) {
            PacketDigests read = PacketDigests.parse(reader.finish(END));
            assertThat(read.tracks().get("video").size()).isGreaterThan(350);
            assertThat(read.longestStepMs()).isLessThan(200);
        }
    }

    /// It sends 3000: milliseconds, whatever the specification says.
    @Test
    void rtmpdumpStopsAfterTheSecondsThatItAsksFor() throws Exception {
        Path saved = folder.resolve("three.flv");
        try (Program publisher = publish()) {
            node.awaitStream("clip");
            try (Program dump = Program.start(folder, "rtmpdump", "-q", "--live", "--stop", "3",
                    "-r", url("rtmp"), "-o", saved.toString())) {
                dump.finish(END);
            }
            assertThat(publisher.isAlive()).as("the stream goes on").isTrue();
        }
        try (Program reader = Ffmpeg.OLD.digest(folder, saved.toString(), List.of(), "")) {
            // From the key frame on with which it began, to 3 s after it came.
            assertThat(PacketDigests.parse(reader.finish(END)).tracks().get("video").size())
                    .isBetween(70, 105);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", ".flv", "/index.m3u8", "/ts.m3u8"})
    void mpvShowsFrames(String place) throws Exception {
        try (Program _ = publish()) {
            awaitPlayable();
            try (Program mpv = Program.start(folder, "mpv", "--no-config", "--vo=null",
                    "--ao=null", "--frames=75", "--msg-level=all=info", url(place))) {
                assertThat(mpv.finish(END)).contains("h264").contains("aac")
                        .contains("AO: [null]");
            }
        }
    }

    /// VLC refuses to run as root.
    @ParameterizedTest
    @ValueSource(strings = {"rtmp", ".flv", "/index.m3u8", "/ts.m3u8"})
    void vlcShowsAPicture(String place) throws Exception {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        words.addAll(List.of("cvlc", "-vv", "--no-color", "-I", "dummy", "--vout", "dummy",
                "--aout", "dummy", "--run-time", "4", "--play-and-exit", url(place), "vlc://quit"));
        try (Program _ = publish()) {
            awaitPlayable();
            try (Program vlc = Program.start(folder, Map.of("HOME", "/tmp"), words)) {
                vlc.finish(END);
                assertThat(heard(vlc)).as(vlc.told()).contains("Received first picture");
            }
        }
    }

    private static List<String> heard(Program vlc) throws IOException {
        return vlc.errors().lines().filter(line -> line.contains("Received first picture"))
                .map(line -> "Received first picture").toList();
    }
}
