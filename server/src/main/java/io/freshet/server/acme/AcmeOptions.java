package io.freshet.server.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// Which certificate is wanted, and from whom.
///
/// @param domains   DNS names; the first names the certificate
/// @param email     where the authority writes to; may be empty
/// @param directory the authority's address
/// @param folder    for the account's key and the certificate; its owner's alone
public record AcmeOptions(List<String> domains, String email, URI directory, Path folder) {

    public AcmeOptions {
        domains = List.copyOf(domains);
    }

    /// Certificate chain and private key, in one file: they are replaced together or not at all.
    public Path certificate() {
        return folder.resolve("certificate.pem");
    }
}
