package io.freshet.tools.wire.http2;

import io.freshet.tools.wire.Connection;
import io.freshet.tools.wire.Conversation;
import io.freshet.tools.wire.FetchedBody;
import io.freshet.tools.wire.Fetcher;
import io.freshet.tools.wire.HttpHead;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.PeerFault;
import io.freshet.tools.wire.Target;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/// Fetches from one server over one HTTP/2 connection, in several lanes at a time.
///
/// A lane fetches one thing after the other. When the server says that it goes away, what it has
/// begun is finished there, and all else is asked for on a new connection.
///
/// Threading: confined to a loop.
///
/// Spec: RFC 9113
public final class Http2Fetching {

    private final LoadLoop loop;
    private final Target target;
    private final IntConsumer read;
    private final List<Lane> lanes = new ArrayList<>();
    private Optional<Talk> current = Optional.empty();
    private boolean closed;

    /// @param target of whose server, which speaks TLS
    /// @param read   hears how many bytes came
    public Http2Fetching(LoadLoop loop, Target target, IntConsumer read) {
        this.loop = loop;
        this.target = target;
        this.read = read;
    }

    /// One more lane.
    public Fetcher lane(Fetcher.Listener listener) {
        Lane lane = new Lane(listener);
        lanes.add(lane);
        return lane;
    }

    /// Ends the connection; no listener hears anything any more.
    public void close() {
        closed = true;
        current.ifPresent(each -> each.connection.ifPresent(open -> open.close("closed")));
    }

    private void next() {
        for (Lane lane : List.copyOf(lanes)) {
            lane.next();
        }
    }

    private record Wish(String path, boolean kept) {
    }

    private final class Lane implements Fetcher {

        private final Listener listener;
        private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
        private final FetchedBody body = new FetchedBody();
        private Optional<Wish> awaited = Optional.empty();
        private Optional<HttpHead> head = Optional.empty();
        private long askedNs;
        private int unacknowledged;

        Lane(Listener listener) {
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
            wishes.clear();
            lanes.remove(this);
        }

        private void next() {
            if (closed || awaited.isPresent() || wishes.isEmpty()) {
                return;
            }
            if (current.isEmpty()) {
                Talk talk = new Talk();
                current = Optional.of(talk);
                loop.connect(target, talk);
            } else if (current.get().opened) {
                Wish wish = wishes.remove();
                awaited = Optional.of(wish);
                head = Optional.empty();
                body.begin(wish.kept);
                unacknowledged = 0;
                askedNs = System.nanoTime();
                current.get().ask(this, wish.path);
            }
        }

        private void again() {
            awaited.ifPresent(wishes::addFirst);
            awaited = Optional.empty();
        }

        private void end(long nowNs) throws PeerFault {
            if (awaited.isEmpty() || head.isEmpty()) {
                throw new PeerFault("HTTP/2 answer without headers");
            }
            Fetched fetched = new Fetched(awaited.get().path, head.get(), body.bytes(),
                    body.length(), askedNs);
            awaited = Optional.empty();
            if (lanes.contains(this)) {
                listener.onAnswer(fetched, nowNs);
                next();
            }
        }

        private void fault(String reason, long nowNs) {
            awaited = Optional.empty();
            wishes.clear();
            if (!closed && lanes.contains(this)) {
                listener.onFault(reason, nowNs);
            }
        }
    }

    /// One connection.
    private final class Talk implements Conversation, Http2Scanner.Sink {

        private static final int TABLE_SIZE = 1;

        private final Http2Scanner frames = new Http2Scanner();
        private final HeaderBlocks headers = new HeaderBlocks(target);
        private final Map<Integer, Lane> asked = new HashMap<>();
        private Optional<Connection> connection = Optional.empty();
        private boolean opened;
        private boolean leaving;
        private boolean lastOfStream;
        private int stream = 1;
        private int unacknowledged;
        private long nowNs;

        void ask(Lane lane, String path) {
            asked.put(stream, lane);
            send(headers.request(path, stream));
            stream += 2;
        }

        private void send(ByteBuffer bytes) {
            connection.ifPresent(each -> each.send(bytes));
        }

        @Override
        public List<String> protocols() {
            return List.of("h2");
        }

        @Override
        public void onOpen(Connection open, long openNs) {
            connection = Optional.of(open);
            if (!open.protocol().equals("h2")) {
                open.close("no HTTP/2");
                return;
            }
            opened = true;
            send(Http2Frames.opening());
            next();
        }

        @Override
        public void onBytes(ByteBuffer in, long readNs) throws PeerFault {
            nowNs = readNs;
            if (closed) {
                connection.ifPresent(each -> each.close("closed"));
                return;
            }
            read.accept(in.remaining());
            frames.read(in, this);
        }

        @Override
        public void onData(int of, ByteBuffer range) throws PeerFault {
            Lane lane = asked.get(of);
            if (lane == null) {
                range.position(range.limit());
            } else {
                lane.body.take(range);
            }
        }

        @Override
        public void onDataEnd(int of, int bytes, boolean isLast) throws PeerFault {
            unacknowledged += bytes;
            if (unacknowledged > Http2Frames.CONNECTION_WINDOW_BYTES / 2) {
                send(Http2Frames.windowUpdate(0, unacknowledged));
                unacknowledged = 0;
            }
            Lane lane = asked.get(of);
            if (lane == null) {
                return;
            }
            lane.unacknowledged += bytes;
            if (isLast) {
                end(of);
            } else if (lane.unacknowledged > Http2Frames.STREAM_WINDOW_BYTES / 2) {
                send(Http2Frames.windowUpdate(of, lane.unacknowledged));
                lane.unacknowledged = 0;
            }
        }

        @Override
        public void onFrame(Http2Scanner.Head frame, ByteBuffer payload) throws PeerFault {
            switch (frame.type()) {
                case Http2Frames.HEADERS, Http2Frames.CONTINUATION -> onHeaders(frame, payload);
                case Http2Frames.SETTINGS -> onSettings(frame, payload);
                case Http2Frames.PING -> {
                    if (!frame.has(Http2Frames.ACK)) {
                        send(Http2Frames.acknowledged(Http2Frames.PING, payload));
                    }
                }
                case Http2Frames.RST_STREAM -> {
                    Lane lane = asked.remove(frame.stream());
                    if (lane != null) {
                        lane.fault("HTTP/2 stream reset", nowNs);
                    }
                }
                case Http2Frames.GOAWAY -> onGoaway(payload);
                case Http2Frames.PUSH_PROMISE -> throw new PeerFault("HTTP/2 push");
                // Windows for what we send do not matter: requests have no bodies.
                default -> { }
            }
        }

        private void onHeaders(Http2Scanner.Head frame, ByteBuffer payload) throws PeerFault {
            if (frame.type() == Http2Frames.HEADERS) {
                lastOfStream = frame.has(Http2Frames.END_STREAM);
            }
            Optional<HttpHead> head = headers.answer(frame, payload);
            Lane lane = asked.get(frame.stream());
            if (head.isEmpty() || lane == null) {
                return;
            }
            // What follows the body adds nothing to the head before it; 1xx only announces.
            if (lane.head.isEmpty() && head.get().status() >= 200) {
                lane.head = head;
            }
            if (lastOfStream) {
                end(frame.stream());
            }
        }

        private void onSettings(Http2Scanner.Head frame, ByteBuffer payload) throws PeerFault {
            if (frame.has(Http2Frames.ACK)) {
                return;
            }
            while (payload.remaining() >= Short.BYTES + Integer.BYTES) {
                int key = payload.getShort();
                long value = payload.getInt() & 0xFFFF_FFFFL;
                if (key == TABLE_SIZE) {
                    headers.tableBytes(value);
                }
            }
            send(Http2Frames.acknowledged(Http2Frames.SETTINGS, ByteBuffer.allocate(0)));
        }

        private void onGoaway(ByteBuffer payload) throws PeerFault {
            if (payload.remaining() < 2 * Integer.BYTES) {
                throw new PeerFault("broken HTTP/2 frame");
            }
            int last = payload.getInt() & 0x7FFF_FFFF;
            int code = payload.getInt();
            if (code != 0) {
                throw new PeerFault("HTTP/2 error " + code);
            }
            leaving = true;
            forget();
            List.copyOf(asked.keySet()).stream().filter(each -> each > last).forEach(each -> {
                Lane lane = asked.remove(each);
                if (lane != null) {
                    lane.again();
                }
            });
            closeIfDone();
            next();
        }

        private void end(int of) throws PeerFault {
            Lane lane = asked.remove(of);
            if (lane != null) {
                lane.end(nowNs);
            }
            closeIfDone();
        }

        private void closeIfDone() {
            if (leaving && asked.isEmpty()) {
                connection.ifPresent(each -> each.close("as announced"));
            }
        }

        private void forget() {
            if (current.isPresent() && current.get() == this) {
                current = Optional.empty();
            }
        }

        @Override
        public void onClosed(String reason, long closedNs) {
            forget();
            if (!opened) {
                for (Lane lane : List.copyOf(lanes)) {
                    if (lane.pending() > 0) {
                        lane.fault(reason, closedNs);
                    }
                }
                return;
            }
            for (Lane lane : List.copyOf(asked.values())) {
                lane.fault(reason, closedNs);
            }
            next();
        }
    }
}
