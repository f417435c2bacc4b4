package io.freshet.server.acme;

import io.freshet.media.Clock;
import io.freshet.net.tls.PrivateFile;
import io.freshet.net.tls.TlsContexts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Gets the certificate, and another one when two thirds of its time are over; while that fails,
/// what there is stays in use.
///
/// Threading: one virtual thread of its own, which blocks; nothing is shared but what it was given.
public final class Renewal {

    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    /// Authorities allow five failures an hour for one name.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
    private static final Duration PAUSE_MAX = Duration.ofHours(12);
    /// The wall clock may have jumped meanwhile.
    private static final Duration LOOK = Duration.ofHours(1);
    /// Many nodes that started together shall not ask together.
    private static final double JITTER = 0.05;

    private final AcmeOptions options;
    private final Challenges challenges;
    private final Surroundings around;
    private final double early;
    private int failures;

    /// @param clock  the node's
    /// @param random for keys, and for the moment of renewal
    /// @param http   a client for one conversation
    /// @param pause  lets time go by while the authority works
    /// @param issued called when there is a new certificate
    /// @param failed told why there is none
    record Surroundings(Clock clock, SecureRandom random, Supplier<HttpClient> http,
            AcmeOrder.Pause pause, Runnable issued, Consumer<String> failed) {
    }

    Renewal(AcmeOptions options, Challenges challenges, Surroundings around) {
        this.options = options;
        this.challenges = challenges;
        this.around = around;
        this.early = around.random().nextDouble() * JITTER;
    }

    /// Begins.
    ///
    /// @param issued called by the thread of the renewal when there is a new certificate
    /// @param failed told by the same thread why there is none
    /// @return ends it
    public static AutoCloseable start(AcmeOptions options, Challenges challenges, Clock clock,
            Runnable issued, Consumer<String> failed) {
        Renewal made = new Renewal(options, challenges, new Surroundings(clock, new SecureRandom(),
                Renewal::client, Thread::sleep, issued, failed));
        Thread thread = Thread.ofVirtual().name("acme").start(made::run);
        return thread::interrupt;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10)).build();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(step());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Renews if it is time.
    ///
    /// @return when to look again
    Duration step() throws InterruptedException {
        Duration left = Duration.between(Instant.ofEpochMilli(around.clock().wallMs()), due());
        if (left.isPositive()) {
            return left.compareTo(LOOK) < 0 ? left : LOOK;
        }
        Duration wish = Duration.ZERO;
        try {
            renew();
            failures = 0;
            return LOOK;
        } catch (AcmeFailure refused) {
            wish = refused.retryAfter();
            told(refused);
        } catch (IOException | RuntimeException failure) {
            told(failure);
        }
        return later(wish);
    }

    private void told(Exception failure) {
        failures++;
        String reason = failure.getMessage() == null ? "it cannot be reached ("
                + failure.getClass().getSimpleName() + ")" : failure.getMessage();
        LOG.log(System.Logger.Level.WARNING, () -> "no certificate from "
                + options.directory().getHost() + " domains=" + String.join(",", options.domains())
                + " failures=" + failures + " reason=" + reason);
        around.failed().accept("no certificate from " + options.directory().getHost() + ": "
                + reason);
    }

    /// Twice as long after each failure, up to half as long again by chance.
    private Duration later(Duration wish) {
        long base = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
        long pause = Math.min(base, PAUSE_MAX.toMillis());
        long jittered = pause + (long) (around.random().nextDouble() * pause / 2);
        return Duration.ofMillis(Math.max(jittered, wish.toMillis()));
    }

    /// When the next one is to be asked for; long ago if there is none for these names.
    private Instant due() {
        if (!Files.exists(options.certificate())) {
            return Instant.EPOCH;
        }
        try {
            X509Certificate have = TlsContexts.fromFiles(options.certificate(),
                    options.certificate()).certificate();
            if (!names(have).containsAll(options.domains())) {
                return Instant.EPOCH;
            }
            Instant from = have.getNotBefore().toInstant();
            Duration life = Duration.between(from, have.getNotAfter().toInstant());
            return from.plusMillis((long) (life.toMillis() * (2.0 / 3 - early)));
        } catch (IOException broken) {
            LOG.log(System.Logger.Level.WARNING, () -> "certificate is asked for anew reason="
                    + broken.getMessage());
            return Instant.EPOCH;
        }
    }

    private static Set<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = Optional.ofNullable(
                    certificate.getSubjectAlternativeNames()).orElse(List.of());
            return all.stream().map(each -> each.get(1).toString()).collect(Collectors.toSet());
        } catch (CertificateParsingException strange) {
            return Set.of();
        }
    }

    private void renew() throws AcmeFailure, IOException, InterruptedException {
        Files.createDirectories(options.folder(), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        AccountKey key = AccountKey.in(options.folder().resolve("account.key"), around.random());
        try (HttpClient http = around.http().get()) {
            AcmeClient client = new AcmeClient(http, options.directory(), key);
            client.open(options.email());
            String pem = new AcmeOrder(client, key, challenges, around.pause())
                    .certificate(options.domains(), around.random());
            adopt(pem);
        }
    }

    /// Nothing takes the old one's place that could not be used.
    private void adopt(String pem) throws IOException {
        var fresh = options.folder().resolve("fresh.pem");
        PrivateFile.write(fresh, pem);
        X509Certificate own = TlsContexts.fromFiles(fresh, fresh).certificate();
        PrivateFile.write(options.certificate(), pem);
        Files.delete(fresh);
        LOG.log(System.Logger.Level.INFO, () -> "certificate issued by "
                + options.directory().getHost() + " domains=" + String.join(",", options.domains())
                + " until=" + own.getNotAfter().toInstant());
        around.issued().run();
    }
}
