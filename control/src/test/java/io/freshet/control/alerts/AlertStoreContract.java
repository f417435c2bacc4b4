package io.freshet.control.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.store.StoreContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every database does with rules, channels, silences and alerts.
abstract class AlertStoreContract extends StoreContract {

    private static final AlertRule RULE = new AlertRule("r1", new AlertRule.Terms("Down",
            Kind.STREAM_DOWN, "live", "cam*", 0.25, 30, Severity.CRITICAL, List.of("c1", "c2"),
            true), 3);
    private static final Channel CHANNEL = new Channel("c1", new Channel.Terms("SMS",
            Channel.Kind.HTTP, "https://sms.example/?t={text}", false, "{\"a\":\"{text}\"}",
            "application/json", Map.of("X-Key", "a:b", "Y", "z"), List.of("a@b.c", "d@e.f"),
            true), "secret", 2);

    @Test
    void thereAreRulesFromTheBeginning() throws Exception {
        List<AlertRule> rules = database.read(AlertStore::rules);
        assertThat(rules).extracting(rule -> rule.terms().kind())
                .containsExactlyInAnyOrder(Kind.DISK, Kind.CERTIFICATE, Kind.INGEST_DEGRADED,
                        Kind.NODE_GIVEN_UP);
    }

    @Test
    void whatIsPutIsReadAgain() throws Exception {
        Silence silence = new Silence("s1", "", "live/*", 5, "known", "ops", 1);
        database.write(handle -> {
            AlertStore.put(handle, RULE);
            AlertStore.put(handle, RULE);
            AlertStore.put(handle, CHANNEL);
            AlertStore.insert(handle, silence);
            return true;
        });
        List<AlertRule> rules = database.read(AlertStore::rules);
        List<Channel> channels = database.read(AlertStore::channels);
        List<Silence> silences = database.read(AlertStore::silences);
        assertThat(rules).contains(RULE).hasSize(5);
        assertThat(channels).containsExactly(CHANNEL);
        assertThat(silences).containsExactly(silence);
        database.write(handle -> {
            AlertStore.pruneSilences(handle, 6);
            return AlertStore.deleteRule(handle, "r1");
        });
        silences = database.read(AlertStore::silences);
        rules = database.read(AlertStore::rules);
        assertThat(silences).isEmpty();
        assertThat(rules).doesNotContain(RULE).hasSize(4);
    }

    @Test
    void anAlertIsKnownWhileItFires() throws Exception {
        Alert firing = new Alert("a1", RULE, new Breach("live/cam1", "down"), Alert.State.FIRING,
                10, 40, 0, false);
        database.write(handle -> {
            AlertStore.note(handle, firing);
            return true;
        });
        List<Alert> known = database.read(handle -> AlertStore.firing(handle, List.of(RULE)));
        List<Alert> others = database.read(handle -> AlertStore.firing(handle, List.of()));
        assertThat(known).containsExactly(firing);
        assertThat(others).isEmpty();
        database.write(handle -> {
            AlertStore.note(handle, firing.resolved(90));
            return true;
        });
        known = database.read(handle -> AlertStore.firing(handle, List.of(RULE)));
        assertThat(known).isEmpty();
    }
}
