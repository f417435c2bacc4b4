package io.freshet.live;

import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A publisher's way into its stream: on air, or on standby.
///
/// Threading: `push` and `close` from the publisher's loop; all else confined to the stream's owner
/// loop.
public final class Input {

    /// What may wait for an owner loop that is busy, before a batch is dropped.
    private static final long QUEUE_BYTES_MAX = 8 << 20;

    /// Two whole GOPs of up to 5 s, at 10 Mbit/s; what does not fit is not placed by content.
    private static final long HELD_MS_MAX = 12_000;
    private static final long HELD_BYTES_MAX = 16 << 20;
    private static final int HELD_FRAMES_MAX = 2_000;

    private final LiveStream stream;
    private final Publisher publisher;
    private final AtomicLong queuedBytes = new AtomicLong();

    /// What it carries, as last announced, in its own words.
    Tracks tracks = Tracks.NONE;
    /// Its last frame, monotonic ns; before the first, when it was let in.
    long lastFrameNs;
    /// When it was let in or went on air, monotonic ns.
    long sinceNs;
    boolean closed;
    private final ArrayDeque<Frame> held = new ArrayDeque<>();
    private long heldBytes;

    Input(LiveStream stream, Publisher publisher, long nowNs) {
        this.stream = stream;
        this.publisher = publisher;
        this.lastFrameNs = nowNs;
        this.sinceNs = nowNs;
    }

    /// Hands in what came with one read, in source time; the list is taken over.
    ///
    /// @param batch empty if a relay's source lives and has nothing
    public void push(List<Signal> batch) {
        Loop owner = stream.owner();
        if (owner.inLoop()) {
            stream.receive(this, batch);
            return;
        }
        long bytes = 0;
        for (Signal signal : batch) {
            bytes += 64 + (signal instanceof Frame frame ? frame.payload().length() : 0);
        }
        long size = bytes;
        if (queuedBytes.addAndGet(size) > QUEUE_BYTES_MAX) {
            queuedBytes.addAndGet(-size);
            owner.execute(() -> stream.lost(this));
            return;
        }
        owner.execute(() -> {
            queuedBytes.addAndGet(-size);
            stream.receive(this, batch);
        });
    }

    /// The publisher is gone; the stream goes on for its reconnect window. Again is no harm.
    ///
    /// @param reason in words, for the log
    public void close(String reason) {
        stream.owner().run(() -> stream.leave(this, reason));
    }

    /// Of a relay: it was opened, or opened again, and what is pushed next comes from there.
    ///
    /// @param token of the leader behind it
    /// @param gap   something is missing between what was pushed before and what follows
    public void reopened(long token, boolean gap) {
        stream.owner().run(() -> {
            if (!closed) {
                stream.kin().reopened(token, gap);
            }
        });
    }

    /// The stream that it leads into.
    public LiveStream stream() {
        return stream;
    }

    /// Whether somebody keeps what is pushed for many seconds: a window of HLS, or a cluster's
    /// backlog.
    public boolean framesAreHeld() {
        return stream.framesAreHeld();
    }

    /// The rules of the app that it is in.
    public AppOptions options() {
        return stream.options();
    }

    /// What it sends while another one is on air.
    ///
    /// @param holds keeps the newest frames, by whose content it may be placed later
    void standBy(List<Signal> batch, long nowNs, boolean holds) {
        for (Signal signal : batch) {
            if (signal instanceof Tracks next) {
                tracks = next;
                held.clear();
                heldBytes = 0;
            } else if (signal instanceof Frame frame) {
                lastFrameNs = nowNs;
                if (holds) {
                    hold(frame);
                }
            }
        }
    }

    private void hold(Frame frame) {
        held.add(frame);
        heldBytes += frame.payload().length();
        while (heldBytes > HELD_BYTES_MAX || held.size() > HELD_FRAMES_MAX
                || frame.dtsOn(1000) - held.getFirst().dtsOn(1000) > HELD_MS_MAX) {
            heldBytes -= held.removeFirst().payload().length();
        }
    }

    /// The newest frames that were held back; they stay.
    List<Frame> held() {
        return List.copyOf(held);
    }

    /// The newest frames that were held back; they are kept no longer.
    List<Frame> takeHeld() {
        List<Frame> taken = List.copyOf(held);
        held.clear();
        heldBytes = 0;
        return taken;
    }

    Publisher publisher() {
        return publisher;
    }
}
