package io.freshet.gateway;

import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.Signal;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpClientListener;
import io.freshet.protocol.rtmp.RtmpClientSession;
import io.freshet.protocol.rtmp.RtmpClientTarget;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import io.freshet.protocol.rtmp.RtmpStatus;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An RTMP client on a real socket that writes down what it hears.
///
/// Threading: any thread; the session is guarded by itself.
final class RtmpPeer implements RtmpClientListener, AutoCloseable {

    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    final Socket socket;
    private final RtmpClientSession session;
    private final FlvMuxer muxer = new FlvMuxer(0);

    private RtmpPeer(Socket socket, String app, String name, Role role,
            RtmpCapabilities capabilities) {
        this.socket = socket;
        session = new RtmpClientSession(
                new RtmpClientTarget("rtmp://localhost/" + app, app, name, role),
                capabilities, this, bytes -> write(bytes.toArray()),
                new ClientHandshake(new Random(1), ClientHandshake.Dialect.SIMPLE));
    }

    static RtmpPeer publish(InetSocketAddress at, String app, String name) throws IOException {
        return open(new Socket(at.getAddress(), at.getPort()), app, name, Role.PUBLISH);
    }

    static RtmpPeer play(InetSocketAddress at, String app, String name) throws IOException {
        return open(new Socket(at.getAddress(), at.getPort()), app, name, Role.PLAY);
    }

    static RtmpPeer open(Socket socket, String app, String name, Role role) throws IOException {
        return open(socket, app, name, role, RtmpCapabilities.NONE);
    }

    static RtmpPeer open(Socket socket, String app, String name, Role role,
            RtmpCapabilities capabilities) throws IOException {
        socket.setTcpNoDelay(true);
        RtmpPeer peer = new RtmpPeer(socket, app, name, role, capabilities);
        peer.locked(peer.session::open);
        Thread.ofVirtual().start(peer::read);
        return peer;
    }

    private void locked(Runnable call) {
        synchronized (session) {
            call.run();
        }
    }

    private void read() {
        byte[] buffer = new byte[65_536];
        try {
            for (int count; (count = socket.getInputStream().read(buffer)) >= 0;) {
                synchronized (session) {
                    session.receive(ByteBuffer.wrap(buffer, 0, count));
                }
            }
            events.add("closed");
        } catch (IOException e) {
            events.add("closed");
        } catch (ProtocolViolation e) {
            events.add("violation " + e.getMessage());
        }
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends what an encoder would.
    RtmpPeer send(List<? extends Signal> signals) {
        locked(() -> signals.forEach(signal -> muxer.accept(signal, this::send)));
        return this;
    }

    private void send(FlvTag tag) {
        if (!session.sendMedia(tag)) {
            throw new AssertionError("not publishing");
        }
    }

    /// Sends a command beside the session, in AMF0; booleans, numbers and text alone.
    void command(int messageStreamId, String name, Object... arguments) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream amf = new DataOutputStream(body);
        text(amf, name);
        amf.writeByte(0);
        amf.writeDouble(0);
        amf.writeByte(5);
        for (Object argument : arguments) {
            switch (argument) {
                case Boolean bool -> amf.writeShort(0x100 | (bool ? 1 : 0));
                case Number number -> {
                    amf.writeByte(0);
                    amf.writeDouble(number.doubleValue());
                }
                default -> text(amf, argument.toString());
            }
        }
        ByteBuffer chunk = ByteBuffer.allocate(12 + body.size());
        chunk.put((byte) 9).putInt(0).position(4);
        chunk.put((byte) (body.size() >> 16)).putShort((short) body.size()).put((byte) 20);
        chunk.putInt(Integer.reverseBytes(messageStreamId)).put(body.toByteArray());
        synchronized (session) {
            write(chunk.array());
        }
    }

    private static void text(DataOutputStream amf, String text) throws IOException {
        amf.writeByte(2);
        amf.writeShort(text.length());
        amf.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The next event that begins so; those before it are dropped.
    String await(String prefix) {
        try {
            StringBuilder heard = new StringBuilder();
            long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (System.nanoTime() < untilNs) {
                String event = events.poll(1, TimeUnit.SECONDS);
                if (event != null && event.startsWith(prefix)) {
                    return event;
                }
                heard.append(event == null ? "" : event + "\n");
            }
            throw new AssertionError("no event " + prefix + ", but:\n" + heard);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Takes leave properly.
    void unpublish() {
        locked(session::close);
    }

    @Override
    public void onStarted(RtmpCapabilities server) {
        events.add("started");
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        events.add("media " + tagType + " " + (tagType == 9 && body.at(1) == 0 ? "avcC"
                : tagType == 8 && body.at(1) == 0 ? "asc"
                : tagType == 9 && body.at(0) == 0x17 ? "key" : "") + "@" + timestampMs
                + " " + body.hashCode());
    }

    @Override
    public void onEnded(RtmpStatus status) {
        events.add("ended " + status.code() + ": " + status.description());
    }

    @Override
    public void onReconnectRequest(Optional<String> tcUrl) {
        events.add("reconnect" + tcUrl.map(url -> " " + url).orElse(""));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
