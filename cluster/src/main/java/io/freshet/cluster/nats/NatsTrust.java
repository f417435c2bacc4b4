package io.freshet.cluster.nats;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom we take for NATS: whose certificate an authority has signed that we trust, and for the host
/// that was asked for. jnats by itself asks for any host's.
///
/// Threading: immutable.
///
/// Spec: RFC 9525 (names in certificates)
public final class NatsTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager chains;

    private NatsTrust(X509ExtendedTrustManager chains) {
        this.chains = chains;
    }

    /// What connections are made with.
    ///
    /// @param authorities PEM file of whom to trust; empty is whom Java trusts
    /// @param own         who we are to a NATS that asks for a certificate; empty is nobody
    /// @throws IOException saying what is wrong with the file
    public static SSLContext context(Optional<Path> authorities, Optional<KeyManager> own)
            throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(authorities.isPresent() ? store(authorities.get()) : null);
            X509ExtendedTrustManager chains = Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.stream().toArray(KeyManager[]::new),
                    new TrustManager[] {new NatsTrust(chains)}, null);
            return context;
        } catch (GeneralSecurityException | IOException bad) {
            throw new IOException("authorities of NATS "
                    + authorities.map(file -> file + " ").orElse("") + "cannot be used: " + bad,
                    bad);
        }
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int count = 0;
            for (Certificate each
                    : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, each);
            }
            if (count == 0) {
                throw new IOException("no certificate in it");
            }
        }
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket secure)) {
            throw new CertificateException("no TLS");
        }
        // Whoever checks the chain compares names as well if the socket wants it.
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        chains.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type,
            @Nullable SSLEngine engine) throws CertificateException {
        throw new CertificateException("no socket whose host could be compared");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("no socket whose host could be compared");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("we are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
