package io.freshet.net.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;

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
    private PemPair.Stamp tried;

    private record Loaded(SslContext http, SslContext plain, X509Certificate own) {}

    private TlsContexts(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.tried = PemPair.Stamp.of(certificate, key);
        this.loaded = load(certificate, key);
    }

    /// Reads a certificate chain and its key, both PEM, the key without a passphrase.
    ///
    /// @throws IOException naming the file that is missing, cannot be read or makes no sense
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
        if (!Files.exists(key) || !Files.exists(certificate)
                || endsSoon(PemPair.read(certificate, key).chain().getFirst(), now)) {
            try {
                SelfMadeCertificate made =
                        SelfMadeCertificate.make(hosts, now, new SecureRandom());
                Files.createDirectories(folder);
                PrivateFile.write(key, made.key());
                PrivateFile.write(certificate, made.certificate());
                LOG.log(System.Logger.Level.INFO, () -> "certificate made file=" + certificate);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has P-256", impossible);
            }
        }
        return new TlsContexts(certificate, key);
    }

    private static boolean endsSoon(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isBefore(now.plus(RENEW_BEFORE));
    }

    private static Loaded load(Path certificate, Path key) throws IOException {
        PemPair pair = PemPair.read(certificate, key);
        try {
            SslContext http = builder(pair)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1))
                    .build();
            return new Loaded(http, builder(pair).build(), pair.chain().getFirst());
        } catch (IllegalArgumentException | GeneralSecurityException | IOException broken) {
            throw new IOException(certificate + ": TLS cannot use it: " + broken.getMessage(),
                    broken);
        }
    }

    private static SslContextBuilder builder(PemPair pair)
            throws GeneralSecurityException, IOException {
        return SslContextBuilder
                .forServer(pair.key(), pair.chain().toArray(new X509Certificate[0]))
                .trustManager(nobody())
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
    }

    /// No client is asked for a certificate. Were it left out, the certificates of all whom this
    /// machine trusts would be read at each start, and stay in memory.
    private static TrustManagerFactory nobody() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
        empty.load(null, null);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(
                TrustManagerFactory.getDefaultAlgorithm());
        factory.init(empty);
        return factory;
    }

    /// For HTTP: ALPN chooses HTTP/2 or HTTP/1.1.
    public Supplier<SslContext> http() {
        return () -> loaded.http();
    }

    /// For RTMPS and other protocols without ALPN.
    public Supplier<SslContext> plain() {
        return () -> loaded.plain();
    }

    /// Something that differs when a file was written or replaced: see whether it stays as it is
    /// before [#reload], for the two are seldom written at the same moment.
    public Object stamp() {
        return PemPair.Stamp.of(certificate, key);
    }

    /// Reads the files again if they have changed since it was last tried; connections that are
    /// there keep what they have.
    ///
    /// @return whether they have, and are in use now
    /// @throws IOException naming the file that is wrong, once; the old certificate stays in use
    public boolean reload() throws IOException {
        PemPair.Stamp now = PemPair.Stamp.of(certificate, key);
        if (now.equals(tried)) {
            return false;
        }
        tried = now;
        loaded = load(certificate, key);
        return true;
    }

    /// The server's own certificate, as it is in use.
    public X509Certificate certificate() {
        return loaded.own();
    }

    /// Where it came from.
    public Path file() {
        return certificate;
    }

    /// The library that does the encryption, for the log.
    public String provider() {
        return OpenSsl.isAvailable() ? OpenSsl.versionString() : "JDK";
    }
}
