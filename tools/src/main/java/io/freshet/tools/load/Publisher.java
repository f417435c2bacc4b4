package io.freshet.tools.load;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpClientListener;
import io.freshet.protocol.rtmp.RtmpClientSession;
import io.freshet.protocol.rtmp.RtmpClientTarget;
import io.freshet.protocol.rtmp.RtmpStatus;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.tools.wire.Connection;
import io.freshet.tools.wire.Conversation;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.PeerFault;
import io.freshet.tools.wire.Target;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One RTMP publisher: sends a clip at its own pace, over and over.
///
/// It goes where the server asks it to, at the next key frame, and its timestamps go on there.
///
/// Threading: confined to its loop.
final class Publisher {

    private static final int SENT_ON_MAX = 5;
    private static final long MS_NS = 1_000_000;
    /// What has waited longer than a move should take is the past.
    private static final long MOVE_NS_MAX = 2_000_000_000L;
    private static final RtmpCapabilities CAPABILITIES = new RtmpCapabilities(
            List.of("avc1", "hvc1", "av01", "vp09"), List.of("mp4a", "Opus", "fLaC", ".mp3"),
            RtmpCapabilities.RECONNECT);

    private final LoadLoop loop;
    private final PublishPlan plan;
    private final PublishTally tally;
    private final WallClock clock;
    private final long seed;
    private Target target;
    private Link link;
    private long startNs;
    private final boolean clipClock;
    private long next;
    private boolean moving;
    /// So many times in a row by servers that did not let it stay.
    private int sentOn;
    private boolean over;
    private long frozenUntilNs = Long.MIN_VALUE;

    Publisher(LoadLoop loop, PublishPlan plan, int number, PublishTally tally, WallClock clock) {
        this(loop, plan, number, tally, clock, -1);
    }

    /// @param startNs when its clip began; -1 when it is let in. Then frames say the time on the
    ///                clip's clock, so that no two are alike, and two publishers with the same
    ///                beginning send the same bits
    Publisher(LoadLoop loop, PublishPlan plan, int number, PublishTally tally, WallClock clock,
            long startNs) {
        this.clipClock = startNs >= 0;
        this.startNs = startNs;
        this.loop = loop;
        this.plan = plan;
        this.tally = tally;
        this.clock = clock;
        this.seed = number;
        this.target = plan.target(number);
        this.link = new Link();
    }

    void open() {
        if (!over) {
            link = new Link();
            tally.opening();
            loop.connect(target, link);
        }
    }

    /// Takes leave.
    void stop() {
        over = true;
        link.leave("stopped");
    }

    /// Sends nothing until then, and leaves its connection open; then all that is due.
    void freeze(long untilNs) {
        frozenUntilNs = untilNs;
    }

    private void move(String tcUrl) {
        if (!tcUrl.isEmpty()) {
            try {
                target = Target.parse(tcUrl + "/" + target.name());
            } catch (IllegalArgumentException bad) {
                tally.error("asked to go to no address");
            }
        }
        tally.moved();
        moving = true;
        link.leave("asked to reconnect");
        open();
    }

    private Clip.Entry entry(long index) {
        List<Clip.Entry> frames = plan.clip().frames();
        return frames.get((int) (index % frames.size()));
    }

    /// Where the frame is on the publisher's timeline, ms.
    private long timeMs(long index) {
        Clip clip = plan.clip();
        return index / clip.frames().size() * clip.durationMs()
                + entry(index).timeMs() - clip.frames().getFirst().timeMs();
    }

    /// Sends what is due, and comes again for the next.
    private void pump(Link by) {
        if (by != link || over) {
            return;
        }
        long nowNs = System.nanoTime();
        if (nowNs < frozenUntilNs) {
            loop.schedule(() -> pump(by), frozenUntilNs);
            return;
        }
        while (startNs + timeMs(next) * MS_NS <= nowNs) {
            if (entry(next).isKey() && by.moveTo.isPresent() && isVideoOrAlone(next)) {
                move(by.moveTo.get());
                return;
            }
            if (!by.send(entry(next), timeMs(next), nowNs)) {
                return;
            }
            next++;
        }
        loop.schedule(() -> pump(by), startNs + timeMs(next) * MS_NS);
    }

    private boolean isVideoOrAlone(long index) {
        return entry(index).type() == FlvTag.VIDEO
                || plan.clip().frames().stream().noneMatch(each -> each.type() == FlvTag.VIDEO);
    }

    /// The first key frame from now on, so that a connection begins with one; after a move the one
    /// with which it was made, so that nothing is left out.
    private void seek(long nowNs) {
        if (startNs < 0) {
            startNs = nowNs;
            return;
        }
        boolean goesOn = moving && nowNs - startNs - timeMs(next) * MS_NS < MOVE_NS_MAX;
        moving = false;
        if (goesOn) {
            return;
        }
        while (startNs + timeMs(next) * MS_NS < nowNs || !entry(next).isKey()
                || !isVideoOrAlone(next)) {
            next++;
        }
    }

    /// One connection.
    private final class Link implements Conversation, RtmpClientListener {

        private @Nullable RtmpClientSession session;
        private @Nullable Connection connection;
        private Optional<String> moveTo = Optional.empty();
        private final long openedNs = System.nanoTime();
        private boolean started;
        private boolean left;
        private Optional<String> refusal = Optional.empty();

        @Override
        public void onOpen(Connection opened, long nowNs) {
            connection = opened;
            RtmpClientSession begun = new RtmpClientSession(new RtmpClientTarget(target.tcUrl(),
                    target.app(), target.name(), RtmpClientTarget.Role.PUBLISH), CAPABILITIES,
                    this, bytes -> opened.send(bytes.buffer()), new ClientHandshake(
                            new Random(seed), ClientHandshake.Dialect.SIMPLE));
            session = begun;
            begun.open();
        }

        @Override
        public void onBytes(ByteBuffer in, long nowNs) throws PeerFault {
            try {
                if (session != null) {
                    session.receive(in);
                }
            } catch (ProtocolViolation e) {
                throw new PeerFault("no RTMP");
            }
            if (refusal.isPresent()) {
                throw new PeerFault(refusal.get());
            }
        }

        @Override
        public void onStarted(RtmpCapabilities server) {
            long nowNs = System.nanoTime();
            started = true;
            sentOn = 0;
            tally.started(nowNs - openedNs);
            seek(nowNs);
            long timestampMs = timeMs(next);
            for (Clip.Entry each : plan.clip().opening()) {
                send(each, timestampMs, nowNs);
            }
            loop.schedule(() -> pump(this), startNs + timestampMs * MS_NS);
        }

        boolean send(Clip.Entry entry, long timestampMs, long nowNs) {
            RtmpClientSession to = session;
            Connection by = connection;
            if (to == null || by == null || !by.isOpen()) {
                return false;
            }
            FlvTag tag = entry.tag(timestampMs & 0xFFFF_FFFFL, clipClock ? timestampMs * 1_000
                    : plan.clock() ? clock.epochUs(System.nanoTime()) : -1);
            if (!to.sendMedia(tag)) {
                return false;
            }
            tally.sent(tag.bodyLength(), nowNs - startNs - timestampMs * MS_NS,
                    by.unsentBytes());
            return true;
        }

        void leave(String reason) {
            left = true;
            if (session != null) {
                session.close();
            }
            if (connection != null) {
                connection.close(reason);
            }
        }

        @Override
        public void onMedia(int tagType, long timestampMs, Bytes body) {
            throw new IllegalStateException("a publisher gets no media");
        }

        @Override
        public void onEnded(RtmpStatus status) {
            refusal = Optional.of("RTMP " + status.code());
        }

        @Override
        public void onReconnectRequest(Optional<String> tcUrl) {
            moveTo = Optional.of(tcUrl.orElse(""));
        }

        @Override
        public void onClosed(String reason, long nowNs) {
            tally.ended(started);
            if (left || over) {
                return;
            }
            if (moveTo.isPresent() && sentOn < SENT_ON_MAX) {
                // Asked and put out, or never let in.
                sentOn++;
                move(moveTo.get());
            } else {
                tally.error(reason);
                if (plan.reconnect().isPositive()) {
                    loop.schedule(Publisher.this::open, nowNs + plan.reconnect().toNanos());
                }
            }
        }
    }
}
