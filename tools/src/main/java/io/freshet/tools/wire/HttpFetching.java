package io.freshet.tools.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/// Fetches one resource after the other from a server, on a connection that is kept.
///
/// Threading: confined to a loop.
public final class HttpFetching {

    /// Where answers go.
    public interface Listener {

        /// An answer is whole.
        void onAnswer(Fetched fetched, long nowNs);

        /// Bytes have come.
        void onRead(int count, long nowNs);

        /// The connection broke while an answer was awaited; nothing is awaited any more.
        void onFault(String reason, long nowNs);
    }

    /// An answer.
    ///
    /// @param path    what was asked for
    /// @param head    status and headers
    /// @param body    valid during the call; empty if it was not to be kept
    /// @param length  how long the body is
    /// @param askedNs when it was asked for
    public record Fetched(String path, HttpHead head, ByteBuffer body, long length, long askedNs) {
    }

    /// Two thousand segments with five parts each.
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private record Wish(String path, boolean kept) {
    }

    private final LoadLoop loop;
    private final Target target;
    private final Listener listener;
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
    private Optional<Connection> connection = Optional.empty();
    private boolean opened;
    private boolean closed;
    private Optional<Wish> awaited = Optional.empty();
    private long askedNs;

    /// @param target of whose server
    public HttpFetching(LoadLoop loop, Target target, Listener listener) {
        this.loop = loop;
        this.target = target;
        this.listener = listener;
    }

    /// Asks for a path, after what was asked for before.
    ///
    /// @param kept whether the listener wants the body, which is then bounded
    public void get(String path, boolean kept) {
        wishes.add(new Wish(path, kept));
        next();
    }

    /// How many answers are still to come.
    public int pending() {
        return wishes.size() + (awaited.isPresent() ? 1 : 0);
    }

    /// Ends the connection; the listener hears nothing any more.
    public void close() {
        closed = true;
        connection.ifPresent(each -> each.close("closed"));
    }

    private void next() {
        if (closed || awaited.isPresent() || wishes.isEmpty()) {
            return;
        }
        if (connection.isEmpty()) {
            opened = false;
            Connection begun = loop.connect(target, new Talk());
            if (begun.isOpen()) {
                connection = Optional.of(begun);
            }
        } else if (opened) {
            ask(connection.get());
        }
    }

    private void ask(Connection on) {
        Wish wish = wishes.remove();
        awaited = Optional.of(wish);
        askedNs = System.nanoTime();
        String request = "GET " + wish.path + " HTTP/1.1\r\nHost: " + target.authority()
                + "\r\nUser-Agent: freshet-bench\r\nAccept: */*\r\n\r\n";
        on.send(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// One connection.
    private final class Talk implements Conversation, HttpReader.Sink {

        private final HttpReader http = new HttpReader();
        private Optional<HttpHead> head = Optional.empty();
        private byte[] body = new byte[0];
        private long length;
        private long nowNs;

        @Override
        public void onOpen(Connection open, long openNs) {
            connection = Optional.of(open);
            opened = true;
            next();
        }

        @Override
        public void onBytes(ByteBuffer in, long readNs) throws PeerFault {
            nowNs = readNs;
            if (!closed) {
                listener.onRead(in.remaining(), readNs);
                http.read(in, this);
            }
        }

        @Override
        public void onHead(HttpHead begun) throws PeerFault {
            if (awaited.isEmpty()) {
                throw new PeerFault("an answer that nobody asked for");
            }
            head = Optional.of(begun);
            length = 0;
        }

        @Override
        public void onBody(ByteBuffer range) throws PeerFault {
            int count = range.remaining();
            if (awaited.isPresent() && awaited.get().kept) {
                if (length + count > KEPT_BYTES_MAX) {
                    throw new PeerFault("playlist too long");
                }
                if (length + count > body.length) {
                    body = Arrays.copyOf(body, (int) Math.max(2L * body.length, length + count));
                }
                range.get(body, (int) length, count);
            } else {
                range.position(range.limit());
            }
            length += count;
        }

        @Override
        public void onEnd() throws PeerFault {
            if (awaited.isEmpty() || head.isEmpty()) {
                throw new PeerFault("an answer that nobody asked for");
            }
            Fetched fetched = new Fetched(awaited.get().path, head.get(),
                    ByteBuffer.wrap(body, 0, awaited.get().kept ? (int) length : 0), length,
                    askedNs);
            awaited = Optional.empty();
            listener.onAnswer(fetched, nowNs);
            if (fetched.head.closes()) {
                connection.ifPresent(each -> each.close("as announced"));
            } else {
                next();
            }
        }

        @Override
        public void onClosed(String reason, long closedNs) {
            connection = Optional.empty();
            if (closed) {
                return;
            }
            if (awaited.isPresent() || !opened) {
                awaited = Optional.empty();
                wishes.clear();
                listener.onFault(reason, closedNs);
            } else {
                next();
            }
        }
    }
}
