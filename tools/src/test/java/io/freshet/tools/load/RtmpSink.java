package io.freshet.tools.load;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.PlayRequest;
import io.freshet.protocol.rtmp.PublishRequest;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpConnect;
import io.freshet.protocol.rtmp.RtmpOptions;
import io.freshet.protocol.rtmp.RtmpServerListener;
import io.freshet.protocol.rtmp.RtmpServerSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that takes publishers one after the other, writes down when their pictures are, and
/// asks the first one to come again.
///
/// Threading: any thread; the session is confined to the thread that accepts.
final class RtmpSink implements AutoCloseable {

    final List<Long> timesMs = new CopyOnWriteArrayList<>();
    final AtomicInteger publishers = new AtomicInteger();
    private final ServerSocket listener = new ServerSocket(0, 10,
            InetAddress.getLoopbackAddress());
    private final Optional<String> elsewhere;
    private final int afterPictures;

    /// @param elsewhere     where the first publisher is asked to go; empty text: here again
    /// @param afterPictures of how many; with 0 nobody is let in, but is asked to go there
    RtmpSink(Optional<String> elsewhere, int afterPictures) throws IOException {
        this.elsewhere = elsewhere;
        this.afterPictures = afterPictures;
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException closed) {
                // The end.
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve(Socket socket) {
        try (socket) {
            Talk talk = new Talk(socket);
            byte[] buffer = new byte[65_536];
            for (int count; (count = socket.getInputStream().read(buffer)) >= 0;) {
                talk.session.receive(ByteBuffer.wrap(buffer, 0, count), System.nanoTime());
            }
        } catch (IOException | ProtocolViolation gone) {
            // The publisher has left.
        }
    }

    private final class Talk implements RtmpServerListener {

        private final RtmpServerSession session;

        Talk(Socket socket) {
            session = new RtmpServerSession(RtmpOptions.DEFAULT, this, bytes -> {
                try {
                    socket.getOutputStream().write(bytes.toArray());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, new Random(1), System.nanoTime());
        }

        @Override
        public RtmpCapabilities onConnect(RtmpConnect connect) {
            return RtmpCapabilities.NONE;
        }

        @Override
        public void onPublish(PublishRequest request) {
            publishers.incrementAndGet();
            if (elsewhere.isPresent() && afterPictures == 0) {
                session.requestReconnect(elsewhere.filter(url -> !url.isEmpty()), "full");
                session.refusePublish(request, "NetStream.Publish.Denied", "publish there");
                return;
            }
            session.acceptPublish(request);
        }

        @Override
        public void onMedia(int tagType, long timestampMs, Bytes body) {
            timesMs.add(timestampMs);
            if (elsewhere.isPresent() && timesMs.size() == afterPictures) {
                session.requestReconnect(elsewhere.filter(url -> !url.isEmpty()), "move");
            }
        }

        @Override
        public void onPublishEnd() {
        }

        @Override
        public void onPlay(PlayRequest request) {
            session.refusePlay(request, "NetStream.Play.Failed", "nothing to play");
        }

        @Override
        public void onPause(boolean paused) {
        }

        @Override
        public void onReceive(boolean audio, boolean video) {
        }

        @Override
        public void onPlayEnd() {
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
