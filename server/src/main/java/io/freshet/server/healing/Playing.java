package io.freshet.server.healing;

import io.freshet.coordination.NodeRecord;
import io.freshet.format.flv.FlvReader;
import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.mp4.CmafSegment;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Plays a little of a stream, as viewers do.
///
/// Threading: shared; each call blocks for some seconds at most.
final class Playing implements AutoCloseable {

    private static final int FRAMES = 5;
    private static final int CHUNK_BYTES = 16 << 10;
    /// Decode time and the playlist's date are of the same clock.
    private static final long DATE_OFF_MS = 5_000;

    private final NodeClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("healing-timer").factory());

    /// How far a playlist has come.
    ///
    /// @param newest        grows or changes with everything that is added
    /// @param targetSeconds of its segments
    /// @param segments      whole ones
    record Come(String newest, int targetSeconds, int segments) {
    }

    /// Something that viewers cannot play.
    static final class CannotPlay extends Exception {
        private static final long serialVersionUID = 1L;

        CannotPlay(String why) {
            super(why);
        }
    }

    Playing(NodeClient client) {
        this.client = client;
    }

    /// Fetches playlists, init segment and the newest segment, and reads them.
    Come hls(NodeRecord node, String stream)
            throws CannotPlay, IOException, InterruptedException {
        String base = "/" + stream + "/";
        String text = text(node, base + "index.m3u8");
        try {
            MultivariantPlaylist first = MultivariantPlaylist.parse(text);
            if (first.variants().isEmpty()) {
                throw new CannotPlay("index.m3u8 names no playlist");
            }
            String path = resolve(base + "index.m3u8", first.variants().getFirst().uri());
            MediaPlaylist playlist = MediaPlaylist.parse(text(node, path));
            if (!playlist.segments().isEmpty()) {
                segment(node, path, playlist);
            }
            return new Come(playlist.nextSequence() + "." + playlist.open().parts().size(),
                    playlist.targetSeconds(), playlist.segments().size());
        } catch (MediaException bad) {
            throw new CannotPlay(String.valueOf(bad.getMessage()));
        }
    }

    private void segment(NodeRecord node, String path, MediaPlaylist playlist)
            throws CannotPlay, MediaException, IOException, InterruptedException {
        MediaSegment newest = playlist.segments().getLast();
        if (newest.gap() || newest.mapUri().isEmpty()) {
            return;
        }
        Bytes init = bytes(node, resolve(path, newest.mapUri()));
        Bytes media = bytes(node, resolve(path, newest.uri()));
        ByteBuffer both = ByteBuffer.allocate(init.length() + media.length())
                .put(init.buffer()).put(media.buffer());
        CmafSegment segment = CmafSegment.parse(both.flip());
        check(newest, segment);
    }

    /// Frames inside, about as long as it says, at the time that it says.
    static void check(MediaSegment listed, CmafSegment segment) throws CannotPlay {
        if (segment.samples() == 0 || segment.timescale() == 0) {
            throw new CannotPlay(listed.uri() + " has no frames");
        }
        long durationMs = 1000 * segment.durationTicks() / segment.timescale();
        long saidMs = listed.durationUs() / 1000;
        if (durationMs < saidMs / 2 - 500 || durationMs > saidMs * 2 + 500) {
            throw new CannotPlay(listed.uri() + " lasts " + durationMs + " ms, not " + saidMs);
        }
        if (listed.dateMs() != MediaSegment.NO_DATE) {
            long startMs = segment.firstDts() / segment.timescale() * 1000;
            if (Math.abs(startMs - listed.dateMs()) > DATE_OFF_MS) {
                throw new CannotPlay(listed.uri() + " is of another time than its date: "
                        + startMs + " and " + listed.dateMs() + " ms");
            }
        }
    }

    private static String resolve(String path, String uri) {
        return URI.create(path).resolve(uri).toString();
    }

    private String text(NodeRecord node, String path)
            throws CannotPlay, IOException, InterruptedException {
        return StandardCharsets.UTF_8.decode(bytes(node, path).buffer()).toString();
    }

    private Bytes bytes(NodeRecord node, String path)
            throws CannotPlay, IOException, InterruptedException {
        NodeClient.Reply reply = client.get(node, path);
        if (reply.status() != 200) {
            throw new CannotPlay(path + " answered " + reply.status());
        }
        return reply.body();
    }

    /// Reads some frames of the stream without end, and takes them apart.
    void flv(NodeRecord node, String stream)
            throws CannotPlay, IOException, InterruptedException {
        String path = "/" + stream + ".flv";
        FlvLook look = new FlvLook();
        try (InputStream in = client.open(node, path)) {
            var late = timer.schedule(() -> close(in), NodeClient.PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS);
            read(in, look);
            late.cancel(false);
        } catch (MediaException bad) {
            throw new CannotPlay(path + ": " + bad.getMessage());
        }
        // Of a slide show there may be one in the time.
        if (look.frames() == 0) {
            throw new CannotPlay(path + " gives no frames");
        }
        if (look.wrong().isPresent()) {
            throw new CannotPlay(path + ": " + look.wrong().get());
        }
    }

    private static void read(InputStream in, FlvLook look) throws MediaException {
        FlvReader reader = new FlvReader();
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            int count = in.read(chunk);
            while (count >= 0) {
                reader.read(ByteBuffer.wrap(chunk, 0, count), look::tag);
                count = look.frames() < FRAMES ? in.read(chunk) : -1;
            }
        } catch (IOException _) {
            // By us, since nothing more came, or by the node.
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException _) {
            // It is over anyway.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
