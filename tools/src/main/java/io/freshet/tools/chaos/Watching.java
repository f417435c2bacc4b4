package io.freshet.tools.chaos;

import io.freshet.tools.wire.LoadLoop;
import java.util.concurrent.CompletableFuture;

/// A viewer that goes on until it is stopped, whatever happens.
///
/// Threading: all methods on its loop, but for the construction.
interface Watching {

    /// Comes.
    void open();

    /// The measured time begins.
    void begin();

    /// Tells what it went through.
    Account account(long nowNs);

    /// Whether media comes.
    boolean isPlaying();

    /// Leaves.
    void stop();

    /// The account, from another thread.
    static CompletableFuture<Account> ask(LoadLoop loop, Watching viewer) {
        CompletableFuture<Account> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(viewer.account(System.nanoTime())));
        return answer;
    }
}
