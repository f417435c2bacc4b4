package io.freshet.tools.wire;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// TLS of one connection, as its client.
///
/// By BoringSSL where it loads, else by Java: a handshake of Java costs more than the server's.
///
/// Any certificate will do: who loads a server knows which one it is, and that made its own.
///
/// Threading: confined to its connection's loop.
///
/// Spec: RFC 8446; RFC 5246
final class TlsLayer {

    /// No name that a server could be asked for: an IPv4 or IPv6 address.
    private static final Pattern ADDRESS = Pattern.compile("[\\d.]+|\\[?[\\da-fA-F.]*:.*");
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /// By what connections may be called: HTTP/2, or nothing that TLS has to know.
    private static final Map<List<String>, SslContext> CONTEXTS = new ConcurrentHashMap<>();

    /// Where bytes go.
    interface Sink {

        /// Encrypted ones, for the socket; taken over.
        void toSocket(ByteBuffer bytes);

        /// The handshake is done.
        void opened();

        /// Plain ones; all of them are to be read.
        ///
        /// @throws PeerFault if they cannot be used
        void plain(ByteBuffer bytes) throws PeerFault;
    }

    private final SSLEngine engine;
    private final ByteBuffer record;
    private final Sink sink;
    /// The beginning of a record whose end has not come.
    private ByteBuffer kept = NOTHING;
    private boolean open;
    private boolean closed;

    /// @param protocols what it may be called, best first; empty: nothing is said of it
    /// @param record    room for what is sent: a record at least
    TlsLayer(Target target, List<String> protocols, ByteBuffer record, Sink sink) {
        // Without a name no sessions are resumed: viewers do not know each other.
        this.engine = CONTEXTS.computeIfAbsent(protocols, TlsLayer::context)
                .newEngine(UnpooledByteBufAllocator.DEFAULT);
        this.record = record;
        this.sink = sink;
        if (!ADDRESS.matcher(target.host()).matches()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(target.host())));
            engine.setSSLParameters(parameters);
        }
    }

    /// What the server has chosen; empty if nothing.
    String protocol() {
        String chosen = engine.getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    private static SslContext context(List<String> protocols) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT
                            : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm("");
            if (!protocols.isEmpty()) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT, protocols));
            }
            return builder.build();
        } catch (SSLException impossible) {
            throw new IllegalStateException("every Java has TLS", impossible);
        }
    }

    /// Gives back what the engine holds outside Java's heap; nothing may be called after it.
    void close() {
        closed = true;
        ReferenceCountUtil.release(engine);
    }

    /// Says hello.
    void begin() throws PeerFault {
        try {
            engine.beginHandshake();
            write(NOTHING);
        } catch (SSLException e) {
            throw new PeerFault("TLS: " + e.getMessage());
        }
    }

    /// Reads all of `in`.
    ///
    /// @param plain room for what it says; a record at least
    /// @throws PeerFault if it is no TLS, the server ends it, or the sink throws
    void read(ByteBuffer in, ByteBuffer plain) throws PeerFault {
        ByteBuffer from = in;
        if (kept.hasRemaining()) {
            from = ByteBuffer.allocate(kept.remaining() + in.remaining()).put(kept).put(in).flip();
        }
        try {
            while (!closed && step(from, plain)) {
                if (!open && !closed && isDone()) {
                    open = true;
                    sink.opened();
                }
            }
        } catch (SSLException e) {
            throw new PeerFault("TLS: " + e.getMessage());
        }
        kept = from.hasRemaining()
                ? ByteBuffer.allocate(from.remaining()).put(from).flip() : NOTHING;
    }

    private boolean isDone() {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                || engine.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    /// Whether something happened.
    private boolean step(ByteBuffer from, ByteBuffer plain) throws SSLException, PeerFault {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null;
                        task = engine.getDelegatedTask()) {
                    task.run();
                }
                yield true;
            }
            case NEED_WRAP -> {
                write(NOTHING);
                yield true;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                SSLEngineResult result = engine.unwrap(from, plain.clear());
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    throw new PeerFault("closed by the server");
                }
                if (plain.position() > 0) {
                    sink.plain(plain.flip());
                }
                yield result.bytesConsumed() > 0 || result.bytesProduced() > 0;
            }
        };
    }

    /// Encrypts what remains in `bytes`, or says what the handshake wants said.
    void write(ByteBuffer bytes) throws SSLException {
        do {
            SSLEngineResult result = engine.wrap(bytes, record.clear());
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new SSLException("cannot send: " + result.getStatus());
            }
            record.flip();
            if (record.hasRemaining()) {
                sink.toSocket(ByteBuffer.allocate(record.remaining()).put(record).flip());
            }
        } while (!closed && bytes.hasRemaining());
    }
}
