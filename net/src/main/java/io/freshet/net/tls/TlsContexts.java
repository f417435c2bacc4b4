package io.freshet.net.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The certificate in use, and what servers need of it; can be read again when its files change.
///
/// Threading: any thread.
public final class TlsContexts {
    private TlsContexts() {}

    /// Reads a certificate chain and its key, both PEM (PKCS #8).
    public static TlsContexts fromFiles(Path certificate, Path key) throws IOException {
        throw new IOException("to come " + certificate + key);
    }

    /// Reads `tls.crt` and `tls.key` of a folder; makes them first if they are missing.
    public static TlsContexts selfMade(Path folder) throws IOException {
        throw new IOException("to come " + folder);
    }

    /// For HTTP: ALPN chooses HTTP/2 or HTTP/1.1.
    public Supplier<SslContext> http() {
        throw new IllegalStateException("to come");
    }

    /// For RTMPS and other protocols without ALPN.
    public Supplier<SslContext> plain() {
        throw new IllegalStateException("to come");
    }

    /// Reads the files again if they have changed; connections that are there keep the old one.
    ///
    /// @return whether there is a new certificate
    public boolean reload() throws IOException {
        return false;
    }

    /// The library that does the encryption, for the log.
    public String provider() {
        return "";
    }
}
