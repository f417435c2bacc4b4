package io.freshet.server.config;

import java.net.URI;
import java.util.List;

/// The certificate of RTMPS and HTTPS.
///
/// @param certificate PEM file with the chain; empty for one that is made or fetched
/// @param key         PEM file with the private key; empty with `certificate`
/// @param acme        where it is fetched from, if it is
public record TlsSettings(String certificate, String key, Acme acme) {

    public TlsSettings {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("tls.certificate '" + certificate
                    + "' and tls.key '" + key + "' must be given both or not at all");
        }
        if (!certificate.isEmpty() && acme.isOn()) {
            throw new IllegalArgumentException("tls.certificate and acme.domains are both"
                    + " given: the certificate is in files or fetched, not both");
        }
    }

    /// A certificate authority that gives certificates to programs (RFC 8555).
    ///
    /// @param domains     names in the certificate; empty if none is fetched
    /// @param email       where the authority writes to; may be empty
    /// @param directory   its address
    /// @param acceptTerms whether the operator agrees to the authority's terms
    public record Acme(List<String> domains, String email, URI directory, boolean acceptTerms) {

        public Acme {
            domains = List.copyOf(domains);
            for (String domain : domains) {
                if (!domain.matches("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+"
                        + "[a-z][a-z0-9-]{0,61}[a-z0-9]")) {
                    throw new IllegalArgumentException("acme.domains: '" + domain
                            + "' is not a DNS name in lower case; addresses and names with * cannot"
                            + " be checked over HTTP");
                }
            }
            if (!email.isEmpty() && !email.matches("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}")) {
                throw new IllegalArgumentException("acme.email: '" + email
                        + "' is not an e-mail address");
            }
            boolean local = "localhost".equals(directory.getHost())
                    || "127.0.0.1".equals(directory.getHost());
            if (!"https".equals(directory.getScheme())
                    && !("http".equals(directory.getScheme()) && local)) {
                throw new IllegalArgumentException("acme.directory: '" + directory
                        + "' does not begin with https://");
            }
            if (!domains.isEmpty() && !acceptTerms) {
                throw new IllegalArgumentException("acme.accept-terms must be true: read the"
                        + " terms of the authority first, those of Let's Encrypt are at"
                        + " https://letsencrypt.org/repository/");
            }
        }

        /// Whether a certificate is fetched.
        public boolean isOn() {
            return !domains.isEmpty();
        }
    }

    /// @throws IllegalArgumentException naming the key that is wrong
    static TlsSettings of(Values values) {
        URI directory;
        try {
            directory = URI.create(values.of(ServerKeys.ACME_DIRECTORY));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("acme.directory: is not a URL", wrong);
        }
        return new TlsSettings(values.of(ServerKeys.TLS_CERTIFICATE),
                values.of(ServerKeys.TLS_KEY), new Acme(values.of(ServerKeys.ACME_DOMAINS),
                        values.of(ServerKeys.ACME_EMAIL), directory,
                        values.of(ServerKeys.ACME_TERMS)));
    }

    /// None of it.
    static TlsSettings none() {
        return new TlsSettings("", "", new Acme(List.of(), "", URI.create("https://localhost"),
                false));
    }

    /// What of `next` holds while the node runs.
    TlsSettings goingOn(TlsSettings next) {
        return acme.isOn() || next.acme.isOn() ? this
                : new TlsSettings(next.certificate, next.key, acme);
    }

    /// Whether a certificate must be made.
    public boolean isSelfMade() {
        return certificate.isEmpty();
    }
}
