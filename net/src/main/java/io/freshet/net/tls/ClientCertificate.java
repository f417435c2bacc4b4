package io.freshet.net.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Who we are to servers that ask their clients for a certificate.
///
/// Files that have been written anew are read again at the next connection, so that a certificate
/// can be replaced while the node runs; files that cannot be used then change nothing.
///
/// Threading: shared.
public final class ClientCertificate extends X509ExtendedKeyManager {

    private static final System.Logger LOG =
            System.getLogger(ClientCertificate.class.getName());
    private static final String ALIAS = "client";

    private final Path certificate;
    private final Path key;
    private volatile Held held;

    private record Held(PemPair.Stamp stamp, PemPair pair) {
    }

    /// @param certificate PEM file, the client's own first
    /// @param key         PEM file, not encrypted; may be the same
    /// @throws IOException naming the file and what is wrong with it
    public ClientCertificate(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.held = read(PemPair.Stamp.of(certificate, key));
    }

    private Held read(PemPair.Stamp stamp) throws IOException {
        return new Held(stamp, PemPair.read(certificate, key));
    }

    private void look() {
        PemPair.Stamp now = PemPair.Stamp.of(certificate, key);
        if (!now.equals(held.stamp())) {
            try {
                held = read(now);
            } catch (IOException bad) {
                LOG.log(System.Logger.Level.DEBUG, () -> "event=client-certificate-kept reason="
                        + bad.getMessage());
            }
        }
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        look();
        return Arrays.asList(types).contains(held.pair().key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types,
            Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(types, issuers, null);
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return held.pair().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return held.pair().key();
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return null;
    }
}
