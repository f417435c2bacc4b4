package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.SocketTuning;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One HTTP/1 connection: requests in turn, each answered before the next is looked at.
///
/// idle -> reading a request -> exchange (waiting for or sending its answer) -> idle ... until the
/// peer or a timeout closes it, or an exchange turns it into a stream, which it stays for ever.
///
/// Threading: confined to the connection's loop.
final class Http1Connection implements TcpHandler, HttpSite.Watched {
    private static final System.Logger LOG = System.getLogger(Http1Connection.class.getName());
    /// How long the last bytes may take to leave.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    /// Of a shared body, handed over before the socket takes it: a whole segment in one call.
    private static final long AHEAD_BYTES_MAX = 1 << 20;
    /// What the kernel may hold unsent while a shared body is sent; else a segment would need a
    /// dozen rounds of sending a little and waiting.
    private static final int NOT_SENT_BYTES_MAX = 512 << 10;
    /// Pipelined requests that wait; more stay in the kernel.
    private static final int PENDING_BYTES_MAX = 64 << 10;

    private final TcpConnection connection;
    private final HttpSite site;
    private final Http1Reader reader;
    private @Nullable Http1Exchange exchange;
    private @Nullable Http1Stream stream;
    private @Nullable HttpOrigin origin;
    private boolean advancing;
    private boolean draining;
    private boolean bulky;
    private boolean fresh = true;
    private boolean released;
    private long sinceNs;
    private long takenBytes;

    Http1Connection(TcpConnection connection, HttpSite site) {
        this.connection = connection;
        this.site = site;
        this.reader = new Http1Reader(site.heads(), site.loop().allocator(),
                site.options().bodyBytesMax());
        this.sinceNs = site.loop().nowNs();
        site.watch(this);
    }

    TcpConnection connection() {
        return connection;
    }

    HttpSite site() {
        return site;
    }

    /// How far an answer may be handed over before the client reads it; before the first long one
    /// the kernel is told.
    long aheadBytesMax(HttpBody body) {
        if (!body.isShared() || connection.secure()) {
            return 0;
        }
        if (!bulky) {
            bulky = true;
            connection.notSentBytesMax(NOT_SENT_BYTES_MAX);
        }
        return AHEAD_BYTES_MAX;
    }

    boolean isDraining() {
        return draining;
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        Http1Stream to = stream;
        if (to != null) {
            to.received(bytes);
            return;
        }
        if (exchange == null && !reader.midway() && !fresh) {
            sinceNs = site.loop().nowNs();
        }
        reader.add(bytes);
        advance();
        reader.keep();
        if (reader.pendingBytes() > PENDING_BYTES_MAX && exchange != null) {
            connection.pauseReading();
        }
    }

    /// Takes requests as long as each is answered at once and the peer reads the answers.
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (exchange == null && stream == null && connection.isOpen()
                    && connection.isWritable()) {
                Http1Reader.Whole whole = reader.next();
                if (whole == null) {
                    if (reader.takeContinue()) {
                        connection.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
                    }
                    break;
                }
                begin(whole);
            }
            connection.flush();
            if (connection.isOpen() && reader.pendingBytes() <= PENDING_BYTES_MAX) {
                connection.resumeReading();
            }
        } catch (BadRequest bad) {
            refuse(bad);
        } finally {
            advancing = false;
        }
    }

    private void begin(Http1Reader.Whole whole) {
        site.tally().requests.increment();
        fresh = false;
        sinceNs = site.loop().nowNs();
        Http1Head head = whole.head();
        HttpRequest request = new HttpRequest(head.method(), head.target(), head.headers(),
                whole.body(), origin(head.http11()));
        Http1Exchange begun = new Http1Exchange(this, request, head.fields().keepsAlive());
        exchange = begun;
        try {
            site.handler().handle(request, begun);
        } catch (RuntimeException fault) {
            site.tally().faults.increment();
            LOG.log(System.Logger.Level.ERROR, () -> "handler fault path=" + request.path(), fault);
            if (begun.isAnswered()) {
                connection.close(CloseCause.FAULT, fault.toString());
            } else {
                begun.reply(500, HttpHeaders.EMPTY, HttpBody.EMPTY);
            }
        }
    }

    private HttpOrigin origin(boolean http11) {
        HttpOrigin.Version version =
                http11 ? HttpOrigin.Version.HTTP_1_1 : HttpOrigin.Version.HTTP_1_0;
        HttpOrigin known = origin;
        if (known == null || known.version() != version) {
            known = new HttpOrigin(connection.remote(), connection.local(), connection.secure(),
                    version, site.loop());
            origin = known;
        }
        return known;
    }

    /// The answer has been handed over whole.
    void finished(boolean keepAlive) {
        exchange = null;
        sinceNs = site.loop().nowNs();
        if (!keepAlive) {
            connection.closeWhenSent(CloseCause.DONE, "", CLOSE_PATIENCE);
        } else if (advancing) {
            return;
        } else {
            advance();
        }
    }

    /// From now on the connection is this stream.
    void became(Http1Stream begun) {
        stream = begun;
        exchange = null;
        if (bulky) {
            connection.notSentBytesMax(SocketTuning.DEFAULT.notSentBytesMax());
        }
        release();
        site.forget(this);
        connection.resumeReading();
    }

    private void refuse(BadRequest bad) {
        site.tally().refused.increment();
        answerAndClose(bad.status(), bad.getMessage());
    }

    private void answerAndClose(int status, @Nullable String text) {
        String line = text + "\n";
        connection.write(Http1Exchange.head(site, status, 0, HttpHeaders.of(
                "Content-Type", "text/plain", "Connection", "close",
                "Content-Length", Integer.toString(line.length()))));
        connection.write(ascii(line));
        connection.closeWhenSent(CloseCause.PROTOCOL, status + " " + text, CLOSE_PATIENCE);
    }

    private ByteBuf ascii(String text) {
        ByteBuf out = site.loop().allocator().directBuffer(text.length());
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        return out;
    }

    @Override
    public void onWritable() {
        Http1Exchange current = exchange;
        if (current != null) {
            current.writable();
        } else if (stream == null) {
            advance();
        }
    }

    @Override
    public void onDraining() {
        draining = true;
        if (exchange == null && stream == null && !reader.midway()) {
            connection.closeWhenSent(CloseCause.SHUTDOWN, "", CLOSE_PATIENCE);
        }
    }

    @Override
    public void look(long nowNs) {
        if (!connection.isOpen()) {
            return;
        }
        HttpOptions options = site.options();
        Http1Exchange current = exchange;
        if (current != null || connection.unsentBytes() > 0) {
            long taken = connection.bytesWritten() - connection.unsentBytes();
            boolean waitsForUs = connection.unsentBytes() == 0;
            if (waitsForUs || taken != takenBytes) {
                takenBytes = taken;
                sinceNs = nowNs;
            } else if (nowNs - sinceNs > options.progressTimeout().toNanos()) {
                site.tally().progressTimeouts.increment();
                connection.close(CloseCause.TIMEOUT, "answer not read");
            }
        } else if (fresh || reader.midway()) {
            if (nowNs - sinceNs > options.headerTimeout().toNanos()) {
                site.tally().headerTimeouts.increment();
                connection.close(CloseCause.TIMEOUT, "request not sent");
            }
        } else if (nowNs - sinceNs > options.idleTimeout().toNanos()) {
            site.tally().idleTimeouts.increment();
            connection.closeWhenSent(CloseCause.DONE, "idle", CLOSE_PATIENCE);
        }
    }

    @Override
    public void onClosed(Closed closed) {
        site.forget(this);
        release();
        Http1Exchange current = exchange;
        if (current != null) {
            exchange = null;
            current.abandoned();
        }
    }

    private void release() {
        if (!released) {
            released = true;
            reader.close();
        }
    }
}
