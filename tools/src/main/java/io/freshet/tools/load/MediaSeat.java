package io.freshet.tools.load;

import io.freshet.format.flv.FlvTag;
import io.freshet.tools.wire.Connection;
import io.freshet.tools.wire.Conversation;
import io.freshet.tools.wire.FlvPlaying;
import io.freshet.tools.wire.MessageView;
import io.freshet.tools.wire.PlayListener;
import io.freshet.tools.wire.RtmpPlaying;
import io.freshet.tools.wire.Target;
import java.util.Optional;

/// A viewer of RTMP or FLV.
///
/// Threading: confined to its loop.
final class MediaSeat implements Seat, PlayListener {

    private static final long NEVER = -1;
    /// What comes right after a join is the past: its age says nothing of the way it took.
    private static final long SETTLING_NS = 1_000_000_000L;
    /// Sound that is alone for so long stays alone: radio, whose every frame is a key frame.
    private static final long ALONE_NS = 500_000_000L;

    private final Crowd crowd;
    private final Tally tally;
    private final int number;
    private final boolean sampled;
    private final boolean slow;
    private final boolean inRounds;
    private final long stallNs;
    private final long gapMs;
    private final Stretch video;
    private final Stretch audio;
    private Optional<Connection> connection = Optional.empty();
    private long visit;
    private boolean leaving;
    private boolean joined;
    private long openedNs;
    private long joinedNs;
    private long firstSoundNs;
    private boolean hasPicture;
    private long lastReadNs = NEVER;
    private long longestGapNs;

    MediaSeat(Crowd crowd, Tally tally, int number, boolean sampled) {
        this.crowd = crowd;
        this.tally = tally;
        this.number = number;
        this.sampled = sampled;
        this.slow = crowd.plan().isSlow(number);
        this.inRounds = !sampled && !slow && crowd.plan().readEvery().isPositive();
        // Of one who is read in rounds, up to a round of silence is our own.
        this.stallNs = crowd.plan().stall().toNanos()
                + (inRounds ? crowd.plan().readEvery().toNanos() : 0);
        this.gapMs = crowd.plan().gap().toMillis();
        this.video = new Stretch(crowd.video());
        this.audio = new Stretch(crowd.audio());
    }

    @Override
    public void open() {
        if (connection.isPresent()) {
            return;
        }
        visit++;
        leaving = false;
        joined = false;
        hasPicture = false;
        firstSoundNs = NEVER;
        lastReadNs = NEVER;
        openedNs = System.nanoTime();
        tally.opening();
        Target target = crowd.plan().target();
        Conversation conversation = target.kind() == Target.Kind.RTMP
                ? new RtmpPlaying(target, this, number) : new FlvPlaying(target, this);
        Connection opened = crowd.loop().connect(target, conversation);
        if (opened.isOpen()) {
            connection = Optional.of(opened);
            crowd.came(this, openedNs);
        }
    }

    @Override
    public long visit() {
        return connection.isPresent() ? visit : 0;
    }

    @Override
    public void leave() {
        leaving = true;
        connection.ifPresent(each -> each.close("left"));
    }

    @Override
    public void onRead(int count, long nowNs) {
        tally.read(count);
        if (lastReadNs != NEVER && tally.isMeasuring()) {
            silence(nowNs);
        }
        lastReadNs = nowNs;
    }

    private void silence(long nowNs) {
        long gapNs = nowNs - lastReadNs;
        if (!inRounds) {
            longestGapNs = Math.max(longestGapNs, gapNs);
        }
        if (gapNs > stallNs) {
            tally.stall();
        }
    }

    @Override
    public void onMessage(MessageView message, long nowNs) {
        if (!MediaHead.isFrame(message)) {
            return;
        }
        tally.frame();
        if (message.type() == FlvTag.AUDIO) {
            audio.add(message.timestampMs(), message.bodyBytes(), tally);
            sound(nowNs);
            return;
        }
        hasPicture = true;
        long stepMs = video.add(message.timestampMs(), message.bodyBytes(), tally);
        if (stepMs > gapMs) {
            tally.gap();
        }
        if (MediaHead.isKey(message)) {
            tally.key();
            join(nowNs, nowNs);
        }
        if (sampled && joined && nowNs - joinedNs > SETTLING_NS) {
            long ageUs = FrameClock.ageUs(message, nowNs / 1_000, crowd.clock().epochUs(nowNs));
            if (ageUs >= 0) {
                tally.aged(ageUs);
            }
        }
    }

    private void sound(long nowNs) {
        firstSoundNs = firstSoundNs == NEVER ? nowNs : firstSoundNs;
        if (!hasPicture && nowNs - firstSoundNs > ALONE_NS) {
            join(firstSoundNs, nowNs);
        }
    }

    private void join(long sinceNs, long nowNs) {
        if (!joined) {
            joined = true;
            joinedNs = nowNs;
            tally.joined(sinceNs - openedNs);
            crowd.plays(true);
            if (slow) {
                connection.ifPresent(each ->
                        each.readSlowly(crowd.plan().slowBytesPerSecond()));
            } else if (inRounds) {
                connection.ifPresent(each -> each.readEvery(crowd.plan().readEvery()));
            }
        }
    }

    @Override
    public void onClosed(String reason, long nowNs) {
        connection = Optional.empty();
        tally.ended(joined);
        if (joined) {
            crowd.plays(false);
        }
        told();
        if (leaving) {
            tally.left();
        } else if (!reason.equals("stopped")) {
            tally.error(reason);
            crowd.broke(this, nowNs);
        }
    }

    @Override
    public void begin() {
        video.forget();
        audio.forget();
        longestGapNs = 0;
    }

    @Override
    public void finish(long nowNs) {
        if (slow) {
            connection.ifPresent(Connection::readAtOnce);
        }
        if (connection.isPresent() && lastReadNs != NEVER) {
            silence(nowNs);
        }
        told();
    }

    private void told() {
        if (longestGapNs > 0) {
            tally.longestGap.addUs(longestGapNs / 1_000);
        }
        longestGapNs = 0;
        video.close(tally);
        audio.close(tally);
    }
}
