package io.freshet.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The publishers of one stream, and the rule who of them is on air.
///
/// Threading: confined to the stream's owner loop.
final class Inputs {

    /// Without a frame for so long a publisher counts as silent.
    static final long SILENT_NS = Duration.ofSeconds(1).toNanos();
    /// `newest` replaces at most so often, so that two encoders with one key do not fight.
    private static final long REPLACE_INTERVAL_NS = Duration.ofSeconds(10).toNanos();

    private AppOptions options;
    private final List<Input> inputs = new ArrayList<>();
    private @Nullable Input onAir;

    Inputs(AppOptions options) {
        this.options = options;
    }

    /// Other rules from now on; who is there stays.
    void follow(AppOptions next) {
        options = next;
    }

    /// What to do with a new publisher.
    sealed interface Verdict {
    }

    record GoOnAir() implements Verdict {
    }

    record StandBy() implements Verdict {
    }

    /// It shows soon whether the one on air is silent.
    record AskAgain(long inNs) implements Verdict {
    }

    record Refuse(String reason) implements Verdict {
    }

    /// The rule.
    ///
    /// @param askedNs when the new one came
    /// @param nowNs   now; later than `askedNs` after an [AskAgain]
    Verdict decide(long askedNs, long nowNs) {
        Input current = onAir;
        if (current == null) {
            return new GoOnAir();
        }
        return switch (options.takeover()) {
            case NEWEST -> nowNs - current.sinceNs >= REPLACE_INTERVAL_NS
                    ? new GoOnAir()
                    : standByOr("stream changed its publisher less than 10 s ago");
            case REFUSE -> standByOr("stream is published already");
            case WHEN_SILENT -> {
                long silentNs = nowNs - current.lastFrameNs;
                if (silentNs >= SILENT_NS) {
                    yield new GoOnAir();
                }
                if (inputs.size() < options.inputsMax()) {
                    yield new StandBy();
                }
                // A publisher that sent a frame since is alive; else it may be a dead connection.
                yield current.lastFrameNs > askedNs
                        ? new Refuse("stream is published already")
                        : new AskAgain(SILENT_NS - silentNs + 1_000_000);
            }
        };
    }

    private Verdict standByOr(String reason) {
        return inputs.size() < options.inputsMax() ? new StandBy() : new Refuse(reason);
    }

    void add(Input input) {
        inputs.add(input);
    }

    void remove(Input input) {
        inputs.remove(input);
        if (onAir == input) {
            onAir = null;
        }
    }

    void putOnAir(Input input, long nowNs) {
        onAir = input;
        input.sinceNs = nowNs;
        input.lastFrameNs = nowNs;
    }

    /// It stays, as a standby.
    void takeOffAir() {
        onAir = null;
    }

    boolean isOnAir(Input input) {
        return onAir == input;
    }

    Optional<Input> onAir() {
        return Optional.ofNullable(onAir);
    }

    /// The one that sent the newest frame; earlier ones win a tie.
    Optional<Input> bestStandby() {
        Input best = null;
        for (Input input : inputs) {
            boolean stands = input != onAir && !input.publisher().carriesMarks();
            if (stands && (best == null || input.lastFrameNs > best.lastFrameNs)) {
                best = input;
            }
        }
        return Optional.ofNullable(best);
    }

    /// Who goes on air because the one that is there is silent.
    Optional<Input> heir(long nowNs) {
        return onAir().filter(it -> nowNs - it.lastFrameNs > SILENT_NS)
                .flatMap(_ -> bestStandby())
                .filter(next -> nowNs - next.lastFrameNs < SILENT_NS);
    }

    List<Input> all() {
        return List.copyOf(inputs);
    }

    /// Labels, the one on air first.
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Input input : inputs) {
            labels.add(input == onAir ? 0 : labels.size(), input.publisher().label());
        }
        return labels;
    }
}
