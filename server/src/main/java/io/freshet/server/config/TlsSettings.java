package io.freshet.server.config;

/// The certificate of RTMPS and HTTPS.
///
/// @param certificate PEM file with the chain; empty for a self-made one
/// @param key         PEM file with the private key; empty with `certificate`
public record TlsSettings(String certificate, String key) {

    public TlsSettings {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("tls.certificate '" + certificate
                    + "' and tls.key '" + key + "' must be given both or not at all");
        }
    }

    /// Whether a certificate must be made.
    public boolean isSelfMade() {
        return certificate.isEmpty();
    }
}
