package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.server.PacketDigests.Packet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Looks into packed audio: does each segment's ID3 stamp say where its first packet lies?
///
/// Spec: RFC 8216, 3.4
record PackedAudio(TestNode node, Ffmpeg ffmpeg, Path folder) {

    private static final byte[] OWNER = "com.apple.streaming.transportStreamTimestamp\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    private static final double JITTER_MS = 12;

    void assertStamps(PacketDigests sent, String name, String filters) throws Exception {
        String base = "live/" + name + "/";
        MediaPlaylist playlist = MediaPlaylist.parse(node.get(base + "ts.m3u8").body());
        List<Packet> packets = sent.tracks().get("audio");
        List<String> digests = packets.stream().map(Packet::digest).toList();
        List<Double> offsets = new ArrayList<>();
        for (MediaSegment segment : playlist.segments()) {
            byte[] bytes = node.client().send(HttpRequest.newBuilder(
                    URI.create(node.http(base + segment.uri()))).build(),
                    BodyHandlers.ofByteArray()).body();
            Path file = Files.write(folder.resolve(Path.of(segment.uri()).getFileName()), bytes);
            try (Program reading = ffmpeg.digest(folder, file.toString(), List.of(), filters)) {
                String first = PacketDigests.parse(reading.finish(Duration.ofSeconds(10)))
                        .tracks().get("audio").getFirst().digest();
                assertThat(digests).contains(first);
                offsets.add(stampMs(bytes) - packets.get(digests.indexOf(first)).ptsMs());
            }
        }
        assertThat(offsets).hasSizeGreaterThan(4);
        double middle = offsets.getFirst();
        assertThat(offsets).allSatisfy(each ->
                assertThat(Math.abs(each - middle)).isLessThanOrEqualTo(JITTER_MS));
    }

    private static double stampMs(byte[] segment) {
        assertThat(new String(segment, 0, 3, StandardCharsets.ISO_8859_1)).isEqualTo("ID3");
        for (int i = 0; i + OWNER.length + 8 <= Math.min(segment.length, 200); i++) {
            if (Arrays.equals(segment, i, i + OWNER.length, OWNER, 0, OWNER.length)) {
                return ByteBuffer.wrap(segment).getLong(i + OWNER.length) / 90.0;
            }
        }
        throw new AssertionError("a packed segment without a stamp");
    }
}
