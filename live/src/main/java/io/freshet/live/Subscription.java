package io.freshet.live;

/// A subscriber's hold on a stream.
public interface Subscription {

    /// Ends it; nothing is delivered any more. On the subscriber's loop only; again is no harm.
    void cancel();
}
