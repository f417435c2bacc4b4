package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Section;
import org.junit.jupiter.api.Test;

/// What a viewer should have got is what there was between its first and its last message.
final class StretchTest {

    private final Ledger ledger = new Ledger();

    private static Section told(Tally tally) {
        return new Section("viewer", tally.figures(1));
    }

    private static void get(Stretch stretch, Tally tally, long fromMs, long toMs, long stepMs) {
        for (long ms = fromMs; ms <= toMs; ms += stepMs) {
            stretch.add(ms, 10, tally);
        }
    }

    private static Section watch(Ledger ledger, long... spans) {
        Tally tally = new Tally();
        Stretch stretch = new Stretch(ledger);
        for (int i = 0; i < spans.length; i += 2) {
            get(stretch, tally, spans[i], spans[i + 1], 40);
        }
        stretch.close(tally);
        return told(tally);
    }

    @Test
    void whoGetsEverythingGetsWhatIsExpected() {
        Section all = watch(ledger, 0, 4_000);
        assertThat(all.amount("delivered_messages", -1)).isEqualTo(101);
        assertThat(all.amount("expected_messages", -1)).isEqualTo(101);
        assertThat(all.amount("expected_bytes", -1)).isEqualTo(1010);
    }

    @Test
    void whoComesLaterIsExpectedToGetLess() {
        watch(ledger, 0, 4_000);
        Section late = watch(ledger, 2_000, 4_000);
        assertThat(late.amount("delivered_messages", -1)).isEqualTo(51);
        assertThat(late.amount("expected_messages", -1)).isEqualTo(51);
    }

    @Test
    void whoSkipsLacksWhatOthersGot() {
        watch(ledger, 0, 4_000);
        Section skipping = watch(ledger, 0, 400, 2_000, 4_000);
        assertThat(skipping.amount("delivered_messages", -1)).isEqualTo(62);
        assertThat(skipping.amount("expected_messages", -1)).isEqualTo(101);
        assertThat(skipping.amount("expected_bytes", -1)).isEqualTo(1010);
    }

    @Test
    void aPublisherThatBeginsAnewBeginsANewPage() {
        Tally[] tallies = {new Tally(), new Tally()};
        Stretch[] viewers = {new Stretch(ledger), new Stretch(ledger)};
        for (int i = 0; i < 2; i++) {
            get(viewers[i], tallies[i], 100_000, 104_000, 40);
        }
        get(viewers[0], tallies[0], 0, 4_000, 40);
        get(viewers[1], tallies[1], 2_000, 4_000, 40);
        for (int i = 0; i < 2; i++) {
            viewers[i].close(tallies[i]);
        }
        assertThat(told(tallies[0]).amount("delivered_messages", -1)).isEqualTo(202);
        assertThat(told(tallies[0]).amount("expected_messages", -1)).isEqualTo(202);
        assertThat(told(tallies[1]).amount("expected_messages", -1)).isEqualTo(152);
        Section joining = watch(ledger, 1_000, 2_000);
        assertThat(joining.amount("expected_messages", -1)).isEqualTo(26);
    }
}
