package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.testkit.mp4.Mp4Box;
import io.freshet.testkit.mp4.Mp4Samples;
import io.freshet.testkit.mp4.Mp4Samples.Sample;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.data.Offset;

/// Whether CMAF lasts as long as its playlist says, and one piece begins where the other ends.
///
/// Threading: confined to the test.
final class ListedMedia {

    /// Each duration is rounded to whole microseconds.
    private static final Offset<Long> ROUNDING_US = Offset.offset(2L);

    private final TestNode node;
    private final String folder;
    private final byte[] init;
    private final long timescale;
    private long end = -1;
    private int pieces;

    private ListedMedia(TestNode node, String folder, String mapUri) throws Exception {
        this.node = node;
        this.folder = folder;
        this.init = fetch(mapUri);
        this.timescale = Mp4Box.all(Mp4Box.parse(ByteBuffer.wrap(init)), "moov/trak/mdia/mdhd")
                .getFirst().fields().skip(4 + 8).u32();
    }

    /// @param playlist of a rendition that has not lost a frame and never changed
    static void assertTrue(TestNode node, String folder, String playlist) throws Exception {
        MediaPlaylist listed = MediaPlaylist.parse(node.get(playlist).body());
        List<MediaSegment> segments = listed.segments();
        ListedMedia media = new ListedMedia(node, folder, segments.getFirst().mapUri());
        for (MediaSegment segment : segments) {
            if (segment.parts().isEmpty()) {
                media.assertNext(segment.uri(), segment.durationUs());
            }
            for (PartialSegment part : segment.parts()) {
                media.assertNext(part.uri(), part.durationUs());
            }
        }
        assertThat(media.pieces).as(playlist).isGreaterThan(6);
    }

    private void assertNext(String uri, long durationUs) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(init);
        file.writeBytes(fetch(uri));
        List<Sample> samples = Mp4Samples.read(ByteBuffer.wrap(file.toByteArray()));
        long ticks = samples.stream().mapToLong(Sample::duration).sum();
        assertThat(ticks * 1_000_000 / timescale).as("duration of " + folder + uri + ", us")
                .isCloseTo(durationUs, ROUNDING_US);
        if (end >= 0) {
            assertThat(samples.getFirst().dts()).as("where " + folder + uri + " begins")
                    .isEqualTo(end);
        }
        end = samples.getFirst().dts() + ticks;
        pieces++;
    }

    private byte[] fetch(String uri) throws Exception {
        return node.client().send(HttpRequest.newBuilder(URI.create(node.http(folder + uri)))
                .build(), BodyHandlers.ofByteArray()).body();
    }
}
