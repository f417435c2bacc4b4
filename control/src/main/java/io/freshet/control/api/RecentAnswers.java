package io.freshet.control.api;

import io.freshet.media.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers as they were a moment ago: consoles and scripts ask for the same again and again, and
/// what figures tell is up to a second old anyway.
///
/// Threading: shared; when two ask at once, both may write.
public final class RecentAnswers {

    private static final Duration KEPT = Duration.ofMillis(250);
    /// Pages of some hundred kilobytes at most.
    private static final int ANSWERS_MAX = 32;

    private final Clock clock;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    private record Written(ApiAnswer answer, long atNs) {
    }

    /// Makes the answer.
    public interface Making {
        ApiAnswer make() throws ApiProblem;
    }

    public RecentAnswers(Clock clock) {
        this.clock = clock;
    }

    /// @param question everything that the answer depends on, but for time
    public ApiAnswer of(String question, Making making) throws ApiProblem {
        long nowNs = clock.monotonicNs();
        Written before = written.get(question);
        if (before != null && nowNs - before.atNs() < KEPT.toNanos()) {
            return before.answer();
        }
        ApiAnswer answer = making.make();
        if (written.size() >= ANSWERS_MAX) {
            written.clear();
        }
        written.put(question, new Written(answer, nowNs));
        return answer;
    }

    /// Something has been changed that people will look for at once.
    public void forget() {
        written.clear();
    }
}
