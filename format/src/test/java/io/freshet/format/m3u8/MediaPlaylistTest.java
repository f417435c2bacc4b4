package io.freshet.format.m3u8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.MalformedMediaException;
import io.freshet.testkit.ByteFaults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaPlaylistTest {

    @Test
    void everyCaseIsWrittenAgainAsItWasRead() throws Exception {
        for (Map.Entry<String, String> entry : PlaylistCases.texts().entrySet()) {
            String again = MediaPlaylist.parse(entry.getValue()).write();
            assertThat(again).as(entry.getKey()).isEqualTo(entry.getValue());
        }
    }

    @Test
    void everyRecordIsReadAgainAsItWasWritten() throws Exception {
        MediaPlaylist playlist = PlaylistCases.live(100, 10, 2);
        assertThat(MediaPlaylist.parse(playlist.write())).isEqualTo(playlist);
    }

    @Test
    void damagedTextIsReadOrRefusedAndNothingElse() {
        for (String text : PlaylistCases.texts().values()) {
            byte[] good = text.getBytes(StandardCharsets.UTF_8);
            ByteFaults.cutAtEveryByte(good).forEach(MediaPlaylistTest::readsOrRefuses);
            ByteFaults.damaged(good, 2_000, 7).forEach(MediaPlaylistTest::readsOrRefuses);
        }
    }

    private static void readsOrRefuses(byte[] bytes) {
        try {
            MediaPlaylist.parse(new String(bytes, StandardCharsets.UTF_8)).delta().write();
        } catch (MalformedMediaException refused) {
            assertThat(refused).hasMessageContaining("playlist");
        }
    }

    @Test
    void brokenLinesAreRefusedInWords() {
        Map<String, String> refusals = Map.of(
                "#EXT-X-TARGETDURATION:2\n", "#EXTM3U",
                "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1\n", "without EXT-X-TARGETDURATION",
                "#EXTM3U\n#EXT-X-TARGETDURATION:-2\n", "not a number",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\na.ts\n", "without EXTINF",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.x,\na.ts\n", "not a duration",
                "#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:yesterday\n", "not a date",
                "#EXTM3U\n#EXT-X-MAP:URI=\"i.mp4\n", "quote without an end",
                "#EXTM3U\n#EXT-X-PART:URI=\"p\"\n", "DURATION is missing",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n", "multivariant",
                "#EXTM3U\n#" + "x".repeat(9_000) + "\n", "characters");
        refusals.forEach((text, why) -> assertThatThrownBy(() -> MediaPlaylist.parse(text))
                .isInstanceOf(MalformedMediaException.class).hasMessageContaining(why));
    }

    @Test
    void anUpdateLeavesOutWhatIsFurtherFromTheEndThanTheServerSkips() {
        MediaPlaylist update = PlaylistCases.live(100, 10, 2).delta();
        // 20 s + 1 s listed, 12 s kept at least: four segments end 13 s or more before the end.
        assertThat(update.skipped()).isEqualTo(4);
        assertThat(update.segments()).hasSize(6);
        assertThat(update.mediaSequence()).isEqualTo(100);
        assertThat(update.nextSequence()).isEqualTo(110);
        assertThat(update.write()).doesNotContain("EXT-X-MAP");
    }

    @Test
    void aShortPlaylistHasNoUpdateThatIsShorter() {
        MediaPlaylist playlist = PlaylistCases.live(100, 6, 0);
        assertThat(playlist.delta()).isSameAs(playlist);
    }

    @Test
    void anUpdateMergedWithAnyEarlierPlaylistThatCoversItGivesTheFullOne() throws Exception {
        MediaPlaylist full = PlaylistCases.live(102, 10, 1);
        MediaPlaylist update = MediaPlaylist.parse(full.delta().write());
        for (int age = 0; age <= 2; age++) {
            MediaPlaylist old = PlaylistCases.live(102 - age, 10, 3);
            assertThat(old.merged(update)).as("older by %d", age).isEqualTo(full);
        }
    }

    @Test
    void anUpdateThatSkipsUnknownSegmentsIsRefused() {
        MediaPlaylist update = PlaylistCases.live(150, 10, 1).delta();
        assertThatThrownBy(() -> PlaylistCases.live(100, 10, 1).merged(update))
                .isInstanceOf(MalformedMediaException.class).hasMessageContaining("EXT-X-SKIP");
    }

    @Test
    void anInitSegmentThatChangesAfterTheSkippedOnesIsNamed() throws Exception {
        MediaPlaylist plain = PlaylistCases.live(100, 10, 2);
        List<MediaSegment> segments = new ArrayList<>(plain.segments());
        segments.replaceAll(s -> s.uri().contains("107") ? s.withMap("v1/j.mp4") : s);
        MediaPlaylist full = new MediaPlaylist(9, 2, 100, 0, true, plain.control(), 500_000, 0,
                segments, plain.open(), plain.preloadHint(), plain.reports(), false);
        MediaPlaylist update = MediaPlaylist.parse(full.delta().write());
        assertThat(full.merged(update)).isEqualTo(full);
    }
}
