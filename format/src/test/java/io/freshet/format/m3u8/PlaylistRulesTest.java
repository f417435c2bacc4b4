package io.freshet.format.m3u8;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlaylistRulesTest {

    /// A faultless live window of ten segments, four parts each, that moves on part by part.
    private static List<MediaPlaylist> served() {
        List<MediaPlaylist> served = new ArrayList<>();
        for (int first = 100; first < 103; first++) {
            for (int parts = 0; parts < 4; parts++) {
                served.add(PlaylistCases.live(first, 10, parts));
            }
        }
        return served;
    }

    @Test
    void aFaultlessSequenceHasNoViolation() {
        assertThat(PlaylistRules.check(served())).isEmpty();
    }

    @Test
    void everyKindOfDamageIsFound() {
        damages().forEach((words, damage) -> {
            List<MediaPlaylist> served = served();
            try {
                // The text is damaged, so that what a player would read is what is judged.
                served.set(6, MediaPlaylist.parse(damage.apply(served.get(6).write())));
            } catch (io.freshet.media.MalformedMediaException e) {
                throw new AssertionError(words, e);
            }
            assertThat(PlaylistRules.check(served)).as(words)
                    .anyMatch(violation -> violation.contains(words));
        });
    }

    /// By the words in which it is told: what is done to the seventh playlist, 101 to 110 and two
    /// parts.
    private static Map<String, UnaryOperator<String>> damages() {
        Map<String, UnaryOperator<String>> damages = new LinkedHashMap<>(damagesOfOnePlaylist());
        damages.putAll(damagesBetweenPlaylists());
        return damages;
    }

    private static Map<String, UnaryOperator<String>> damagesOfOnePlaylist() {
        Map<String, UnaryOperator<String>> damages = new LinkedHashMap<>();
        damages.put("target duration changed", t -> t.replace("TARGETDURATION:2",
                "TARGETDURATION:3"));
        damages.put("is above the target duration", t -> t.replaceFirst("EXTINF:2.0",
                "EXTINF:2.5"));
        damages.put("EXTINF is 0", t -> t.replaceFirst("EXTINF:2.0", "EXTINF:0.0"));
        damages.put("parts and EXTINF differ", t -> t.replace(
                "EXTINF:2.000000,\nv1/0a/110", "EXTINF:2.001000,\nv1/0a/110"));
        damages.put("is above the part target", t -> t.replace(
                "DURATION=0.500000,URI=\"v1/0a/111.1", "DURATION=0.501000,URI=\"v1/0a/111.1"));
        damages.put("is below 85 %", t -> t.replace(
                "DURATION=0.500000,URI=\"v1/0a/110.1", "DURATION=0.420000,URI=\"v1/0a/110.1"));
        damages.put("open segment is longer", t -> t.replace(
                "DURATION=0.500000,URI=\"v1/0a/111.1", "DURATION=2.500000,URI=\"v1/0a/111.1"));
        damages.put("PART-HOLD-BACK", t -> t.replace("PART-HOLD-BACK=1.5", "PART-HOLD-BACK=1.2"));
        damages.put("HOLD-BACK is below three", t -> t.replace(",PART-HOLD-BACK",
                ",HOLD-BACK=5.9,PART-HOLD-BACK"));
        damages.put("CAN-SKIP-UNTIL", t -> t.replace("UNTIL=12.0", "UNTIL=11.0"));
        damages.put("version", t -> t.replace("VERSION:9", "VERSION:6"));
        damages.put("without a PRELOAD-HINT", t -> t.replace("#EXT-X-PRELOAD-HINT", "#"));
        damages.put("not the one that was hinted", t -> t.replace("111.1.m4s", "111.one.m4s"));
        damages.put("hints at another part", t -> t + "#EXT-X-ENDLIST\n");
        damages.put("ended with an open segment", t -> t + "#EXT-X-ENDLIST\n");
        return damages;
    }

    private static Map<String, UnaryOperator<String>> damagesBetweenPlaylists() {
        Map<String, UnaryOperator<String>> damages = new LinkedHashMap<>();
        damages.put("changed after ENDLIST", t -> t + "#EXT-X-ENDLIST\n");
        damages.put("not begin with an independent", t -> t.replace(",INDEPENDENT=YES", ""));
        damages.put("segment 104 changed", t -> t.replace("104-4.m4s", "104-3.m4s"));
        damages.put("parts of segment 110 changed", t -> t.replace("110.2.m4s", "110.9.m4s"));
        damages.put("parts of the open segment 111", t -> t.replace("111.0.m4s", "111.x.m4s"));
        damages.put("tags of the open segment", t -> t.replace("TIME:2026-01-01T00:03:42.000",
                "TIME:2026-01-01T00:03:42.100"));
        damages.put("twice", t -> t.replace("103-4.m4s", "102-4.m4s"));
        damages.put("date is off", t -> t.replace("00:03:26", "00:03:27"));
        damages.put("media sequence fell", t -> t.replace("SEQUENCE:101", "SEQUENCE:99"));
        damages.put("end went back", t -> t.replaceFirst("(?s)#EXTINF:2.000000,\nv1/0a/110-4.m4s.*",
                ""));
        damages.put("open segment lost parts", t -> t.replaceFirst("(?m)^.*111.[01].m4s\".*\n", "")
                .replaceFirst("(?m)^.*111.[01].m4s\".*\n", ""));
        damages.put("discontinuity sequence moved", t -> t.replace("#EXT-X-INDEP",
                "#EXT-X-DISCONTINUITY-SEQUENCE:1\n#EXT-X-INDEP"));
        damages.put("have an init segment", t -> t.replaceFirst("#EXT-X-MAP.*\n", "")
                .replace("#EXTINF:2.000000,\nv1/0a/104", "#EXT-X-MAP:URI=\"v1/i.mp4\"\n"
                        + "#EXTINF:2.000000,\nv1/0a/104"));
        damages.put("further than three", t -> t.replace("#EXTINF:2.000000,\nv1/0a/104",
                "#EXT-X-PART:DURATION=2.0,URI=\"x\"\n#EXTINF:2.000000,\nv1/0a/104"));
        damages.put("got parts after it was whole", t -> t.replace("#EXTINF:2.000000,\nv1/0a/104",
                "#EXT-X-PART:DURATION=2.0,URI=\"x\"\n#EXTINF:2.000000,\nv1/0a/104"));
        damages.put("skips segments", t -> t.replace("#EXT-X-INDEP",
                "#EXT-X-SKIP:SKIPPED-SEGMENTS=2\n#EXT-X-INDEP"));
        return damages;
    }

    @Test
    void aDiscontinuityThatLeavesIsCounted() {
        MediaPlaylist before = withBreak(PlaylistCases.live(100, 10, 0), 100, 4);
        MediaPlaylist after = PlaylistCases.live(101, 10, 0);
        assertThat(PlaylistRules.check(List.of(before, withSequence(after, 5)))).isEmpty();
        assertThat(PlaylistRules.check(List.of(before, withSequence(after, 4)))).singleElement()
                .asString().contains("discontinuity sequence is 4 after 4 and 1 removed tags");
    }

    @Test
    void renditionsAgreeOnTargetDurationAndDiscontinuities() {
        MediaPlaylist video = withBreak(PlaylistCases.live(100, 10, 0), 105, 4);
        MediaPlaylist audio = withBreak(PlaylistCases.live(101, 10, 0), 106, 4);
        assertThat(PlaylistRules.acrossRenditions(List.of(video, video))).isEmpty();
        assertThat(PlaylistRules.acrossRenditions(List.of(video, audio))).singleElement()
                .asString().contains("discontinuity sequence of segment 105");
    }

    @Test
    void aWindowMustNotShrinkBelowThreeTargetDurations() {
        assertThat(PlaylistRules.check(List.of(PlaylistCases.live(100, 3, 0),
                PlaylistCases.live(102, 2, 0)))).singleElement()
                .asString().contains("less than three target durations remain");
    }

    private static MediaPlaylist withBreak(MediaPlaylist p, long number, long sequence) {
        List<MediaSegment> segments = new ArrayList<>(p.segments());
        segments.replaceAll(s -> !s.uri().contains("/" + number + "-") ? s
                : new MediaSegment(s.uri(), s.durationUs(), false, true, s.mapUri(), s.dateMs(),
                        s.parts()));
        return new MediaPlaylist(p.version(), p.targetSeconds(), p.mediaSequence(), sequence,
                p.independentSegments(), p.control(), p.partTargetUs(), 0, segments, p.open(),
                p.preloadHint(), p.reports(), p.ended());
    }

    private static MediaPlaylist withSequence(MediaPlaylist p, long sequence) {
        return withBreak(p, -1, sequence);
    }
}
