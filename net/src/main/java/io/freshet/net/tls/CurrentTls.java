package io.freshet.net.tls;

import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;

/// The certificate that servers ask for at each new connection; another can take its place.
///
/// Threading: any thread.
public final class CurrentTls {

    private volatile TlsContexts contexts;

    public CurrentTls(TlsContexts first) {
        this.contexts = first;
    }

    /// For HTTP: ALPN chooses HTTP/2 or HTTP/1.1.
    public Supplier<SslContext> http() {
        return () -> contexts.http().get();
    }

    /// For RTMPS and other protocols without ALPN.
    public Supplier<SslContext> plain() {
        return () -> contexts.plain().get();
    }

    /// What is in use.
    public TlsContexts now() {
        return contexts;
    }

    /// Takes another into use; connections that are there keep what they have.
    public void become(TlsContexts next) {
        contexts = next;
    }
}
