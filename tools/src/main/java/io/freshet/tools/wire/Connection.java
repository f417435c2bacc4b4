package io.freshet.tools.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One TCP connection to a server.
///
/// Threading: confined to its loop.
public final class Connection {

    /// A peer that reads nothing while we talk is not waited for: 32 s of a 1 Mbit/s publisher.
    private static final long UNSENT_BYTES_MAX = 4 << 20;
    private static final long TICK_NS = 100_000_000;
    /// As much as a kernel keeps for one who does not read; a server that goes on is left at it.
    private static final int LAST_READS_MAX = 128;
    private static final int LAST_READ_BYTES = 64 << 10;

    /// Streams of which a round brings more, 8 Mbit/s and up, are read when something comes: a
    /// reader in rounds must not fill the window and slow the server down.
    private static final int ROUND_BYTES_MAX = 200 << 10;

    private final LoadLoop loop;
    private final Conversation conversation;
    private final @Nullable TlsLayer tls;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private long unsentBytes;
    private boolean open = true;
    private boolean inRounds;
    private long readBytesPerTick;
    private long readBytesLeft = Long.MAX_VALUE;

    Connection(LoadLoop loop, Target target, Conversation conversation) {
        this.loop = loop;
        this.conversation = conversation;
        this.tls = target.secure()
                ? new TlsLayer(target, conversation.protocols(), loop.record(), new Secured())
                : null;
    }

    /// The loop that owns it.
    public LoadLoop loop() {
        return loop;
    }

    /// What TLS says is spoken here; empty if it says nothing.
    public String protocol() {
        return tls == null ? "" : tls.protocol();
    }

    /// Whether it has not been closed, by whomever.
    public boolean isOpen() {
        return open;
    }

    /// Sends what remains in `bytes`, which is taken over.
    public void send(ByteBuffer bytes) {
        if (!open || !bytes.hasRemaining()) {
            return;
        }
        if (tls == null) {
            sendAsIs(bytes);
            return;
        }
        try {
            tls.write(bytes);
        } catch (SSLException e) {
            close("TLS: " + e.getMessage());
        }
    }

    private void sendAsIs(ByteBuffer bytes) {
        if (!open || !bytes.hasRemaining()) {
            return;
        }
        try {
            if (unsent.isEmpty() && channel != null) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            close(kind(e));
            return;
        }
        if (bytes.hasRemaining()) {
            unsent.add(bytes);
            unsentBytes += bytes.remaining();
            interest();
            if (unsentBytes > UNSENT_BYTES_MAX) {
                close("server does not read");
            }
        }
    }

    /// What the kernel has not taken yet.
    public long unsentBytes() {
        return unsentBytes;
    }

    /// From now on reads no faster than that; 0 stops reading.
    public void readSlowly(long bytesPerSecond) {
        readBytesPerTick = bytesPerSecond / 10;
        readBytesLeft = readBytesPerTick;
        interest();
        loop.schedule(this::tick, System.nanoTime() + TICK_NS);
    }

    /// From now on takes what has come so often, instead of when it comes: what one read brings
    /// several would have brought, and the kernel wakes nobody for it.
    public void readEvery(Duration time) {
        SocketChannel socket = channel;
        if (!open || inRounds || socket == null) {
            return;
        }
        try {
            // What comes meanwhile must find room.
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 2 * ROUND_BYTES_MAX);
        } catch (IOException e) {
            close(kind(e));
            return;
        }
        inRounds = true;
        interest();
        loop.rounds(time).add(this);
    }

    /// Whether it is read in rounds still.
    boolean isReadInRounds() {
        return open && inRounds;
    }

    /// One that read slowly looks what there is: whether the server has ended it shows only behind
    /// what it had not read.
    public void readAtOnce() {
        SocketChannel socket = channel;
        if (!open || socket == null || !socket.isConnected()) {
            return;
        }
        ByteBuffer sink = ByteBuffer.allocate(LAST_READ_BYTES);
        try {
            int count = 1;
            for (int i = 0; i < LAST_READS_MAX && count > 0; i++) {
                count = socket.read(sink.clear());
            }
            if (count < 0) {
                close("closed by the server");
            }
        } catch (IOException e) {
            close(kind(e));
        }
    }

    /// Ends it; the conversation hears the reason. Only the first call counts.
    public void close(String reason) {
        if (!open) {
            return;
        }
        open = false;
        loop.forget(this);
        if (tls != null) {
            tls.close();
        }
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // It is gone either way.
        }
        conversation.onClosed(reason, System.nanoTime());
    }

    void connect(Selector selector, InetSocketAddress address) {
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = opened.register(selector, SelectionKey.OP_CONNECT, this);
            if (opened.connect(address)) {
                opened();
            }
        } catch (IOException | RuntimeException e) {
            close(kind(e));
        } catch (PeerFault e) {
            close(e.kind());
        }
    }

    /// Does what the selector says is possible.
    ///
    /// @param buffer to read into
    /// @param plain  for what TLS makes of it
    void ready(ByteBuffer buffer, ByteBuffer plain) {
        SelectionKey ours = key;
        SocketChannel socket = channel;
        if (!open || ours == null || socket == null) {
            return;
        }
        try {
            if (ours.isConnectable() && socket.finishConnect()) {
                opened();
                return;
            }
            if (ours.isWritable()) {
                flush(socket);
            }
            if (open && ours.isReadable()) {
                read(socket, buffer, plain);
            }
        } catch (IOException e) {
            close(kind(e));
        } catch (PeerFault e) {
            close(e.kind());
        }
    }

    /// Reads what has come, if something has.
    void readInTurn(ByteBuffer buffer, ByteBuffer plain) {
        SocketChannel socket = channel;
        if (!open || socket == null || readBytesLeft == 0) {
            return;
        }
        try {
            read(socket, buffer, plain);
        } catch (IOException e) {
            close(kind(e));
        } catch (PeerFault e) {
            close(e.kind());
        }
    }

    private void opened() throws PeerFault {
        if (tls == null) {
            conversation.onOpen(this, System.nanoTime());
        } else {
            tls.begin();
        }
        interest();
    }

    /// What comes out of TLS.
    private final class Secured implements TlsLayer.Sink {

        @Override
        public void toSocket(ByteBuffer bytes) {
            sendAsIs(bytes);
        }

        @Override
        public void opened() {
            conversation.onOpen(Connection.this, System.nanoTime());
        }

        @Override
        public void plain(ByteBuffer bytes) throws PeerFault {
            if (open) {
                conversation.onBytes(bytes, System.nanoTime());
            }
        }
    }

    private void read(SocketChannel socket, ByteBuffer buffer, ByteBuffer plain)
            throws IOException, PeerFault {
        buffer.clear();
        buffer.limit((int) Math.min(buffer.capacity(), readBytesLeft));
        int count = socket.read(buffer);
        if (count < 0) {
            close("closed by the server");
            return;
        }
        if (readBytesLeft != Long.MAX_VALUE) {
            readBytesLeft -= count;
            interest();
        }
        if (count == 0) {
            return;
        }
        if (inRounds && count > ROUND_BYTES_MAX) {
            inRounds = false;
            interest();
        }
        buffer.flip();
        if (tls == null) {
            conversation.onBytes(buffer, System.nanoTime());
        } else {
            tls.read(buffer, plain);
        }
    }

    private void flush(SocketChannel socket) throws IOException {
        while (!unsent.isEmpty()) {
            ByteBuffer first = unsent.getFirst();
            unsentBytes -= socket.write(first);
            if (first.hasRemaining()) {
                return;
            }
            unsent.removeFirst();
        }
        interest();
    }

    private void interest() {
        if (open && key != null && channel != null && channel.isConnected()) {
            key.interestOps((unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE)
                    | (readBytesLeft > 0 && !inRounds ? SelectionKey.OP_READ : 0));
        }
    }

    private void tick() {
        if (open && readBytesPerTick > 0) {
            readBytesLeft = readBytesPerTick;
            interest();
            loop.schedule(this::tick, System.nanoTime() + TICK_NS);
        }
    }

    private static String kind(Exception e) {
        return e instanceof ConnectException ? "connection refused"
                : String.valueOf(e.getMessage());
    }
}
