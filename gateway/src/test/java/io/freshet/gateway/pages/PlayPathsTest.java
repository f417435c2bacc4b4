package io.freshet.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.AudioCodec;
import io.freshet.media.BadNameException;
import io.freshet.media.Bytes;
import io.freshet.media.Codec;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlayPathsTest {

    private static String json(boolean hls, Codec... codecs) {
        List<Track> tracks = IntStream.range(0, codecs.length)
                .mapToObj(i -> new Track(i + 1, codecs[i], 90_000, Bytes.EMPTY, "",
                        new Traits.Picture(320, 180, 25_000, 0), "")).toList();
        try {
            return PlayPaths.of(StreamKey.of("live", "a/b"), new Tracks(tracks), hls).json();
        } catch (BadNameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allThatIsMadeHasAnAddress() {
        String all = "\"hls\":\"/live/a/b/index.m3u8\",\"ts\":\"/live/a/b/ts.m3u8\","
                + "\"flv\":\"/live/a/b.flv\"";
        assertThat(json(true, VideoCodec.AVC, AudioCodec.AAC)).isEqualTo(all);
        assertThat(json(true, VideoCodec.HEVC, AudioCodec.MP3)).isEqualTo(all);
        assertThat(json(true, AudioCodec.AAC)).isEqualTo(all);
        assertThat(json(true)).as("not known yet").isEqualTo(all);
    }

    @Test
    void transportStreamsAreNotToldOfThatLackThePictureOrTheSound() {
        for (VideoCodec picture : List.of(VideoCodec.AV1, VideoCodec.VP9)) {
            assertThat(json(true, picture, AudioCodec.AAC)).contains("\"ts\":null")
                    .contains("index.m3u8");
        }
        assertThat(json(true, VideoCodec.AVC, AudioCodec.OPUS)).contains("\"ts\":null");
        assertThat(json(true, VideoCodec.AVC, AudioCodec.AAC, AudioCodec.OPUS))
                .as("another language in Opus does not count").contains("ts.m3u8");
    }

    @Test
    void withoutHlsThereIsFlvAlone() {
        assertThat(json(false, VideoCodec.AVC, AudioCodec.AAC))
                .isEqualTo("\"hls\":null,\"ts\":null,\"flv\":\"/live/a/b.flv\"");
    }
}
