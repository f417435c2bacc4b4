package io.freshet.control.alerts;

import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport.State;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Says what holds now, of what rules watch for.
///
/// Threading: confined to the one who evaluates; asks others that may be asked from anywhere.
final class Watchers {

    private static final long DAY_MS = 86_400_000L;

    private final Facts facts;
    private final RecentErrors errors = new RecentErrors();

    Watchers(Facts facts) {
        this.facts = facts;
    }

    /// Once before each round of questions.
    void tick(long nowMs) {
        errors.tick(facts.errors().get(), nowMs);
    }

    List<Breach> look(AlertRule rule, long nowMs) {
        AlertRule.Terms terms = rule.terms();
        return switch (terms.kind()) {
            case STREAM_DOWN -> streamDown(terms);
            case INGEST_DEGRADED -> degraded(terms);
            case ERROR_RATE -> errors.over(terms.threshold());
            case DISK -> disk(terms);
            case CERTIFICATE -> certificate(terms, nowMs);
            case NODE_LOST -> facts.lostNodes().get().stream().map(node ->
                    new Breach(node, "node " + node + " does not answer")).toList();
            case NODE_GIVEN_UP -> facts.calls().get().entrySet().stream().map(each ->
                    new Breach(each.getKey(), each.getValue())).toList();
        };
    }

    private List<Breach> streamDown(AlertRule.Terms terms) {
        boolean live = facts.streams().all().stream()
                .filter(stream -> stream.lastReport().state() == State.LIVE)
                .anyMatch(stream -> terms.takes(stream.key().app(), stream.key().name()));
        String subject = (terms.app().isEmpty() ? "*" : terms.app()) + "/" + terms.stream();
        return live ? List.of() : List.of(new Breach(subject, terms.stream().endsWith("*")
                ? "no stream " + subject + " is live" : "stream " + subject + " is not live"));
    }

    private List<Breach> degraded(AlertRule.Terms terms) {
        List<Breach> breaches = new ArrayList<>();
        for (LiveStream stream : facts.streams().all()) {
            StreamKey key = stream.key();
            if (terms.takes(key.app(), key.name())) {
                List<String> words = facts.findings().of(key, terms.threshold() >= 2);
                if (!words.isEmpty()) {
                    breaches.add(new Breach(key.toString(), "stream " + key + ": "
                            + words.stream().collect(Collectors.joining("; "))));
                }
            }
        }
        return breaches;
    }

    private List<Breach> disk(AlertRule.Terms terms) {
        double free = facts.diskFree().getAsDouble();
        return free < 0 || free >= terms.threshold() ? List.of() : List.of(new Breach(
                facts.dataFolder(), String.format(Locale.ROOT,
                        "%.1f %% of the disk of %s is free", free * 100, facts.dataFolder())));
    }

    private List<Breach> certificate(AlertRule.Terms terms, long nowMs) {
        List<Breach> breaches = new ArrayList<>();
        facts.certificates().get().forEach((name, endMs) -> {
            long leftMs = endMs - nowMs;
            if (leftMs < terms.threshold() * DAY_MS) {
                breaches.add(new Breach(name, leftMs < 0 ? "the certificate of " + name
                        + " has expired" : "the certificate of " + name + " expires in "
                        + leftMs / DAY_MS + " days"));
            }
        });
        return breaches;
    }
}
