package io.freshet.live;

import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A publisher's way into its stream: on air, or on standby.
///
/// Threading: `push` and `close` from the publisher's loop; all else confined to the stream's owner
/// loop.
public final class Input {

    /// What may wait for an owner loop that is busy, before a batch is dropped.
    private static final long QUEUE_BYTES_MAX = 8 << 20;

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

    Input(LiveStream stream, Publisher publisher, long nowNs) {
        this.stream = stream;
        this.publisher = publisher;
        this.lastFrameNs = nowNs;
        this.sinceNs = nowNs;
    }

    /// Hands in what came with one read, in source time; the list is taken over.
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

    Publisher publisher() {
        return publisher;
    }
}
