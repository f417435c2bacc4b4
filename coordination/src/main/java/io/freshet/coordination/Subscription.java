package io.freshet.coordination;

/// Something listened to.
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /// No more is told after it returns, but for what is being told just now.
    @Override
    void close();
}
