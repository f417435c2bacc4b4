package io.freshet.server;

import io.freshet.control.events.Event;
import io.freshet.media.Clock;
import io.freshet.net.tls.CurrentTls;
import io.freshet.net.tls.TlsContexts;
import io.freshet.server.acme.AcmeOptions;
import io.freshet.server.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The certificate of the TLS ports: it is looked at every other second and replaced while
/// connections go on, which keep what they began with.
///
/// Threading: shared; what reads files blocks its caller, and is guarded by `this`.
final class Certificates {

    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());
    private static final Duration OWN_LOOK = Duration.ofHours(12);

    private final Path dataDir;
    private final Clock clock;
    private final CurrentTls tls;
    private final Consumer<Event> told;
    /// Why the last one was refused: what stays wrong is told once.
    private String refusal = "";
    private volatile Source source;
    /// Of files that were written a moment ago; the other of the two may be on its way.
    private Object settling;

    /// @param own       whether we made it, and renew it
    /// @param checkedNs when that was last thought about
    private record Source(TlsContexts contexts, boolean own, long checkedNs) {
    }

    private Certificates(Path dataDir, Clock clock, Source source, Consumer<Event> told) {
        this.told = told;
        this.dataDir = dataDir;
        this.clock = clock;
        this.source = source;
        this.tls = new CurrentTls(source.contexts());
        this.settling = source.contexts().stamp();
    }

    /// Reads the certificate that the settings name, or makes one.
    ///
    /// @param told of certificates that are replaced or refused from then on
    /// @throws IOException naming the file and what is wrong with it
    static Certificates open(TlsSettings settings, Path dataDir, Clock clock,
            Consumer<Event> told) throws IOException {
        return new Certificates(dataDir, clock, source(settings, dataDir, clock), told);
    }

    private static Source source(TlsSettings settings, Path dataDir, Clock clock)
            throws IOException {
        if (settings.acme().isOn()) {
            Path fetched = acme(settings, dataDir).certificate();
            // Until there is one, those who come get to see one of our own.
            return Files.exists(fetched) ? new Source(TlsContexts.fromFiles(fetched, fetched),
                    false, clock.monotonicNs())
                    : new Source(selfMade(dataDir, clock), true, clock.monotonicNs());
        }
        if (settings.isSelfMade()) {
            return new Source(selfMade(dataDir, clock), true, clock.monotonicNs());
        }
        TlsContexts read = TlsContexts.fromFiles(Path.of(settings.certificate()),
                Path.of(settings.key()));
        if (hasEnded(read.certificate(), clock)) {
            LOG.log(System.Logger.Level.WARNING, () -> "certificate has ended file=" + read.file()
                    + " at=" + read.certificate().getNotAfter().toInstant());
        }
        return new Source(read, false, clock.monotonicNs());
    }

    /// Which certificate is to be fetched.
    static AcmeOptions acme(TlsSettings settings, Path dataDir) {
        return new AcmeOptions(settings.acme().domains(), settings.acme().email(),
                settings.acme().directory(), dataDir.resolve("acme"));
    }

    /// There is another one to be read; from any thread that may block.
    void fetched(TlsSettings settings) {
        try {
            take(source(settings, dataDir, clock));
        } catch (IOException broken) {
            refused(broken);
        }
    }

    private static TlsContexts selfMade(Path dataDir, Clock clock) throws IOException {
        Path folder = dataDir.resolve("tls");
        Files.createDirectories(folder);
        return TlsContexts.selfMade(folder, List.of("localhost", "127.0.0.1",
                InetAddress.getLocalHost().getHostName()), Instant.ofEpochMilli(clock.wallMs()));
    }

    private static boolean hasEnded(X509Certificate certificate, Clock clock) {
        return certificate.getNotAfter().toInstant().toEpochMilli() <= clock.wallMs();
    }

    /// What the ports ask at each connection.
    CurrentTls tls() {
        return tls;
    }

    /// Reads what other settings name, and changes nothing yet.
    ///
    /// @return takes it into use
    /// @throws IOException naming the file and what is wrong with it
    Runnable prepare(TlsSettings settings) throws IOException {
        Source next = source(settings, dataDir, clock);
        return () -> take(next);
    }

    private synchronized void take(Source next) {
        source = next;
        tls.become(next.contexts());
        settling = next.contexts().stamp();
        LOG.log(System.Logger.Level.INFO, () -> "certificate in use file="
                + next.contexts().file() + " until="
                + next.contexts().certificate().getNotAfter().toInstant());
        refusal = "";
        told.accept(Event.of("certificate.renewed", "file", next.contexts().file().toString(),
                "until", next.contexts().certificate().getNotAfter().toInstant().toString()));
    }

    /// Takes files that have changed into use, once they stay as they are from one look to the
    /// next. Files that make no sense are told once, and change nothing.
    synchronized void look() {
        Source now = source;
        try {
            if (now.own() && clock.monotonicNs() - now.checkedNs() >= OWN_LOOK.toNanos()) {
                renew(now);
                return;
            }
            Object stamp = now.contexts().stamp();
            if (!stamp.equals(settling)) {
                settling = stamp;
            } else if (now.contexts().reload()) {
                take(now);
            }
        } catch (IOException broken) {
            refused(broken);
        }
    }

    /// None could be fetched.
    ///
    /// @param reason in words
    void notFetched(String reason) {
        tell(reason);
    }

    private synchronized void tell(String reason) {
        if (!reason.equals(refusal)) {
            refusal = reason;
            told.accept(Event.of("certificate.refused", "reason", reason, "until",
                    tls.now().certificate().getNotAfter().toInstant().toString()));
        }
    }

    private void refused(IOException broken) {
        tell(String.valueOf(broken.getMessage()));
        LOG.log(System.Logger.Level.WARNING, () -> "certificate refused, the old one stays"
                + " in use until=" + tls.now().certificate().getNotAfter().toInstant()
                + " reason=" + broken.getMessage());
    }

    private void renew(Source old) throws IOException {
        source = new Source(old.contexts(), true, clock.monotonicNs());
        TlsContexts made = selfMade(dataDir, clock);
        if (!made.certificate().equals(old.contexts().certificate())) {
            take(new Source(made, true, clock.monotonicNs()));
        }
    }

    /// When the one in use ends, Unix ms, by the name of its file; not for one that we renew.
    Map<String, Long> ends() {
        Source now = source;
        return now.own() ? Map.of() : Map.of(now.contexts().file().toString(),
                now.contexts().certificate().getNotAfter().toInstant().toEpochMilli());
    }
}
