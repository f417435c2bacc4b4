package io.freshet.net.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;

/// The certificate in use, and what servers need of it; can be read again when its files change.
///
/// Encryption is done by BoringSSL (netty-tcnative) where its native library loads, else by the
/// JDK. TLS 1.2 and 1.3.
///
/// Threading: any thread; `reload` by one at a time, and not on a loop.
public final class TlsContexts {
    private static final System.Logger LOG = System.getLogger(TlsContexts.class.getName());
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path certificate;
    private final Path key;
    private volatile Loaded loaded;

    private record Loaded(
            SslContext http, SslContext plain, FileTime certificateTime, FileTime keyTime) {}

    private TlsContexts(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.loaded = load(certificate, key);
    }

    /// Reads a certificate chain and its key, both PEM (PKCS #8).
    ///
    /// @throws IOException when a file is missing, cannot be read or makes no sense
    public static TlsContexts fromFiles(Path certificate, Path key) throws IOException {
        return new TlsContexts(certificate, key);
    }

    /// Reads `tls.crt` and `tls.key` of a folder; makes them first when they are missing or end
    /// soon.
    ///
    /// @param hosts names and IP addresses that clients will use
    public static TlsContexts selfMade(Path folder, List<String> hosts, Instant now)
            throws IOException {
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        if (!Files.exists(key) || !Files.exists(certificate) || endsSoon(certificate, now)) {
            try {
                SelfMadeCertificate made =
                        SelfMadeCertificate.make(hosts, now, new SecureRandom());
                Files.createDirectories(folder);
                writePrivately(key, made.key());
                writePrivately(certificate, made.certificate());
                LOG.log(System.Logger.Level.INFO, () -> "certificate made file=" + certificate);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has P-256", impossible);
            }
        }
        return new TlsContexts(certificate, key);
    }

    private static boolean endsSoon(Path certificate, Instant now) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate first = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
            return first.getNotAfter().toInstant().isBefore(now.plus(RENEW_BEFORE));
        } catch (GeneralSecurityException broken) {
            throw new IOException("not a certificate: " + certificate, broken);
        }
    }

    /// Whole or not at all, and readable by the owner alone from the first moment.
    private static void writePrivately(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var mode = PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------"));
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(fresh, options, mode)) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Loaded load(Path certificate, Path key) throws IOException {
        FileTime certificateTime = Files.getLastModifiedTime(certificate);
        FileTime keyTime = Files.getLastModifiedTime(key);
        try {
            SslContext http = builder(certificate, key)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1))
                    .build();
            return new Loaded(
                    http, builder(certificate, key).build(), certificateTime, keyTime);
        } catch (IllegalArgumentException broken) {
            throw new IOException("unusable certificate or key: " + certificate, broken);
        }
    }

    private static SslContextBuilder builder(Path certificate, Path key) {
        return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
    }

    /// For HTTP: ALPN chooses HTTP/2 or HTTP/1.1.
    public Supplier<SslContext> http() {
        return () -> loaded.http();
    }

    /// For RTMPS and other protocols without ALPN.
    public Supplier<SslContext> plain() {
        return () -> loaded.plain();
    }

    /// Reads the files again if they have changed; connections that are there keep the old one.
    ///
    /// When that fails the old certificate stays in use.
    ///
    /// @return whether there is a new certificate
    public boolean reload() throws IOException {
        Loaded old = loaded;
        if (Files.getLastModifiedTime(certificate).equals(old.certificateTime())
                && Files.getLastModifiedTime(key).equals(old.keyTime())) {
            return false;
        }
        loaded = load(certificate, key);
        return true;
    }

    /// The library that does the encryption, for the log.
    public String provider() {
        return OpenSsl.isAvailable() ? OpenSsl.versionString() : "JDK";
    }
}
