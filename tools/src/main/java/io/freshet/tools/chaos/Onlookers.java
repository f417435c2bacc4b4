package io.freshet.tools.chaos;

import io.freshet.tools.wire.LoadLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Viewers of one stream, who go on whatever happens to it.
///
/// Threading: confined to its caller, who waits; the viewers live on the loop.
///
/// @param loop    belongs to the caller, who closes it after this
/// @param viewers not opened yet
record Onlookers(LoadLoop loop, List<Watching> viewers) implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    Onlookers {
        viewers = List.copyOf(viewers);
    }

    /// Lets them come, and waits until each of them has seen something.
    ///
    /// @throws IOException with those who have not, if they have not in that time
    void come(Duration patience) throws IOException, InterruptedException {
        loop.execute(() -> viewers.forEach(Watching::open));
        long endNs = System.nanoTime() + patience.toNanos();
        List<Account> waiting = waiting();
        while (!waiting.isEmpty()) {
            if (System.nanoTime() > endNs) {
                throw new IOException("nothing came within " + patience.toSeconds() + " s to "
                        + String.join(", ", waiting.stream().map(Account::viewer).toList()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            waiting = waiting();
        }
    }

    private List<Account> waiting() throws IOException, InterruptedException {
        return accounts().stream().filter(account -> account.frames() == 0).toList();
    }

    /// From now on it counts.
    void begin() {
        loop.execute(() -> viewers.forEach(Watching::begin));
    }

    /// What each of them went through.
    List<Account> accounts() throws IOException, InterruptedException {
        List<Account> accounts = new ArrayList<>();
        for (Watching viewer : viewers) {
            try {
                accounts.add(Watching.ask(loop, viewer).get(ANSWER.toSeconds(),
                        TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException lost) {
                throw new IOException("a viewer of ours has failed", lost);
            }
        }
        return accounts;
    }

    @Override
    public void close() {
        loop.execute(() -> viewers.forEach(Watching::stop));
    }
}
