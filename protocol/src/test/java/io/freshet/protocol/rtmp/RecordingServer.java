package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/// A server session with an owner that writes down what it hears and lets everybody in at once.
///
/// Threading: confined to the test.
final class RecordingServer implements RtmpServerListener {

    /// What the owner has heard, a line each.
    final List<String> events = new ArrayList<>();
    /// What goes to the client, until somebody takes it.
    final List<Bytes> sent = new ArrayList<>();
    final List<PublishRequest> publishes = new ArrayList<>();
    final List<PlayRequest> plays = new ArrayList<>();
    final RtmpServerSession session;
    RtmpCapabilities capabilities = new RtmpCapabilities(List.of("avc1", "hvc1"),
            List.of("mp4a", "Opus"), RtmpCapabilities.RECONNECT | RtmpCapabilities.MULTITRACK);
    boolean answersAtOnce = true;

    /// Takes media besides.
    interface MediaTap {
        void media(int tagType, long timestampMs, Bytes body);
    }

    private final MediaTap tap;

    RecordingServer() {
        this((_, _, _) -> {
        });
    }

    RecordingServer(MediaTap tap) {
        this.tap = tap;
        session = new RtmpServerSession(RtmpOptions.DEFAULT, this, sent::add, new Random(1), 0);
    }

    @Override
    public RtmpCapabilities onConnect(RtmpConnect connect) {
        events.add("connect app=" + connect.app() + " flashVer=" + connect.flashVer()
                + " capabilities=" + connect.capabilities());
        return capabilities;
    }

    @Override
    public void onPublish(PublishRequest request) {
        events.add("publish " + request.key() + " " + request.parameters() + " " + request.type());
        publishes.add(request);
        if (answersAtOnce) {
            session.acceptPublish(request);
        }
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        tap.media(tagType, timestampMs, body);
        CRC32 crc = new CRC32();
        ByteBuffer bytes = ByteBuffer.wrap(body.toArray());
        crc.update(bytes);
        events.add(String.format("media %2d @%d %d bytes crc %08x", tagType, timestampMs,
                body.length(), crc.getValue()));
    }

    @Override
    public void onPublishEnd() {
        events.add("publish end");
    }

    @Override
    public void onPlay(PlayRequest request) {
        events.add("play " + request.key() + " " + request.parameters() + " start="
                + request.startMs() + " buffer=" + request.bufferMs());
        plays.add(request);
        if (answersAtOnce) {
            session.acceptPlay(request);
        }
    }

    @Override
    public void onPause(boolean paused) {
        events.add("pause " + paused);
    }

    @Override
    public void onReceive(boolean audio, boolean video) {
        events.add("receive audio=" + audio + " video=" + video);
    }

    @Override
    public void onPlayEnd() {
        events.add("play end");
    }
}
