package io.freshet.tools.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.IntConsumer;

/// Fetches one resource after the other from a server, on a connection that is kept.
///
/// Threading: confined to a loop.
public final class HttpFetching implements Fetcher {

    private record Wish(String path, boolean kept) {
    }

    private final LoadLoop loop;
    private final Target target;
    private final IntConsumer read;
    private final Listener listener;
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
    private Optional<Connection> connection = Optional.empty();
    private boolean opened;
    private boolean closed;
    private Optional<Wish> awaited = Optional.empty();
    private long askedNs;

    /// @param target of whose server
    /// @param read   hears how many bytes came
    public HttpFetching(LoadLoop loop, Target target, IntConsumer read, Listener listener) {
        this.loop = loop;
        this.target = target;
        this.read = read;
        this.listener = listener;
    }

    @Override
    public void get(String path, boolean kept) {
        wishes.add(new Wish(path, kept));
        next();
    }

    @Override
    public int pending() {
        return wishes.size() + (awaited.isPresent() ? 1 : 0);
    }

    @Override
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
        private final FetchedBody body = new FetchedBody();
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
                read.accept(in.remaining());
                http.read(in, this);
            }
        }

        @Override
        public void onHead(HttpHead begun) throws PeerFault {
            if (awaited.isEmpty()) {
                throw new PeerFault("an answer that nobody asked for");
            }
            head = Optional.of(begun);
            body.begin(awaited.get().kept);
        }

        @Override
        public void onBody(ByteBuffer range) throws PeerFault {
            body.take(range);
        }

        @Override
        public void onEnd() throws PeerFault {
            if (awaited.isEmpty() || head.isEmpty()) {
                throw new PeerFault("an answer that nobody asked for");
            }
            Fetched fetched = new Fetched(awaited.get().path, head.get(),
                    body.bytes(), body.length(), askedNs);
            awaited = Optional.empty();
            listener.onAnswer(fetched, nowNs);
            if (fetched.head().closes()) {
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
