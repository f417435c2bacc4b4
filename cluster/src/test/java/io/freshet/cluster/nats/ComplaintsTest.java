package io.freshet.cluster.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.nats.NatsOptions.Identity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class ComplaintsTest {

    private final List<String> lines = new ArrayList<>();

    private Complaints by(Identity identity) {
        return new Complaints(identity, true, Duration.ofDays(1), lines::add);
    }

    @Test
    void itSaysWhatToLookAtAndNoSecret() {
        by(new Identity.User("ann", "hidden")).server("Authorization Violation");
        by(new Identity.SharedToken("hidden")).server("Authorization Violation");
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("cluster.nats-password"))
                .noneMatch(line -> line.contains("hidden"));
        assertThat(lines.getFirst()).contains("user ann");
    }

    @Test
    void theSameIsNotSaidAgainForAWhile() {
        Complaints complaints = by(new Identity.Anybody());
        for (int i = 0; i < 100; i++) {
            complaints.server("Authorization Violation");
            complaints.failure(new SSLHandshakeException("no"));
        }
        assertThat(lines).hasSize(1);
    }

    @Test
    void aCauseOfACauseIsFound() {
        by(new Identity.Anybody()).failure(new IOException("failed",
                new SSLHandshakeException("PKIX path building failed")));
        assertThat(lines).singleElement().asString().contains("cluster.nats-ca", "PKIX");
    }

    @Test
    void silenceBehindTlsMayBeOurCertificate() {
        new Complaints(new Identity.Anybody(), false, Duration.ofDays(1), lines::add)
                .failure(new TimeoutException());
        assertThat(lines).isEmpty();
        by(new Identity.Anybody()).failure(new TimeoutException());
        by(new Identity.Anybody()).failure(new SSLHandshakeException(
                "(bad_certificate) Received fatal alert: bad_certificate"));
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("cluster.nats-certificate"));
    }

    @Test
    void thatNobodyListensIsNoRefusal() {
        by(new Identity.Anybody()).failure(new IOException("Connection refused"));
        by(new Identity.Anybody()).server("Stale Connection");
        assertThat(lines).isEmpty();
    }
}
