package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1 connection and its answer.
///
/// Threading: confined to the connection's loop.
final class Http1Exchange implements HttpReplier {
    /// Of status line, date and most answers' fields.
    private static final int HEAD_BYTES = 640;

    private final Http1Connection owner;
    private final HttpRequest request;
    private final boolean keepAlive;
    private final OneAnswer answer;
    private @Nullable BodySender sender;

    Http1Exchange(Http1Connection owner, HttpRequest request, boolean keepAlive) {
        this.owner = owner;
        this.request = request;
        this.keepAlive = keepAlive;
        this.answer = new OneAnswer(owner.site().loop());
    }

    @Override
    public NetLoop loop() {
        return answer.loop();
    }

    boolean isAnswered() {
        return answer.isBegun();
    }

    @Override
    public void reply(int status, HttpHeaders headers, HttpBody body) {
        answer.begin();
        if (answer.isAbandoned()) {
            return;
        }
        boolean bare = status == 204 || status == 304;
        boolean sends = !bare && !request.method().equals("HEAD");
        ByteBuf known = sends && status == 200 && body.isShared() ? known(headers, body) : null;
        if (known != null) {
            owner.connection().write(known);
            sendRest(body, SharedBodies.isTogether(body));
            return;
        }
        HttpHeaders framing = connectionField(bare ? HttpHeaders.EMPTY
                : HttpHeaders.of("Content-Length", Long.toString(body.length())));
        boolean together = sends && SharedBodies.isTogether(body);
        ByteBuf head = head(owner.site(), status, together ? (int) body.length() : 0,
                framing, headers);
        if (together) {
            body.pieces().forEach(head::writeBytes);
        }
        owner.connection().write(head);
        sendRest(body, together || !sends);
    }

    /// The head, and the whole answer if it is short, that others get too.
    private @Nullable ByteBuf known(HttpHeaders headers, HttpBody body) {
        boolean usual = keeps() && body.whole() == body
                && request.origin().version() == HttpOrigin.Version.HTTP_1_1;
        HttpSite site = owner.site();
        return usual ? site.shared().head(200, headers, body, site.date()) : null;
    }

    private void sendRest(HttpBody body, boolean sentWhole) {
        if (sentWhole) {
            finish();
        } else {
            TcpConnection to = owner.connection();
            sender = new BodySender(to, owner.site().shared(), body, owner.aheadBytesMax(body));
            writable();
        }
    }

    private boolean keeps() {
        return keepAlive && !owner.isDraining();
    }

    private HttpHeaders connectionField(HttpHeaders framing) {
        boolean keeps = keeps();
        boolean http11 = request.origin().version() == HttpOrigin.Version.HTTP_1_1;
        if (keeps && http11) {
            return framing;
        }
        return framing.with("Connection", keeps ? "keep-alive" : "close");
    }

    /// The connection takes bytes again.
    void writable() {
        BodySender sending = sender;
        if (sending != null && sending.send()) {
            finish();
        }
    }

    private void finish() {
        sender = null;
        owner.connection().flush();
        owner.finished(keeps());
    }

    @Override
    public HttpStream stream(int status, HttpHeaders headers) {
        answer.begin();
        boolean chunked = request.origin().version() == HttpOrigin.Version.HTTP_1_1;
        HttpHeaders framing = chunked
                ? HttpHeaders.of("Transfer-Encoding", "chunked", "Connection", "close")
                : HttpHeaders.of("Connection", "close");
        return become(chunked ? HttpStream.Framing.HTTP_CHUNKED : HttpStream.Framing.RAW,
                head(owner.site(), status, 0, framing, headers));
    }

    @Override
    public HttpStream webSocket(HttpHeaders headers) {
        if (!request.webSocket()) {
            throw new IllegalStateException("the request is not for a WebSocket");
        }
        answer.begin();
        String key = request.header("Sec-WebSocket-Key").orElse("");
        HttpHeaders framing = HttpHeaders.of("Upgrade", "websocket", "Connection", "Upgrade",
                "Sec-WebSocket-Accept", WebSocketUpgrade.accept(key));
        return become(HttpStream.Framing.WEBSOCKET, head(owner.site(), 101, 0, framing, headers));
    }

    private HttpStream become(HttpStream.Framing framing, ByteBuf head) {
        Http1Stream stream = new Http1Stream(owner.connection(), framing);
        if (answer.isAbandoned()) {
            head.release();
            return stream;
        }
        owner.connection().write(head);
        owner.became(stream);
        if (request.method().equals("HEAD")) {
            owner.connection().closeWhenSent(
                    CloseCause.DONE, "", Http1Stream.END_PATIENCE);
        } else {
            owner.connection().flush();
        }
        return stream;
    }

    @Override
    public void onAbandoned(Runnable call) {
        answer.onAbandoned(call);
    }

    @Override
    public boolean isAbandoned() {
        return answer.isAbandoned();
    }

    void abandoned() {
        sender = null;
        answer.abandon();
    }

    /// @param room for what the caller appends
    static ByteBuf head(HttpSite site, int status, int room, HttpHeaders... fields) {
        ByteBuf out = site.loop().allocator().directBuffer(HEAD_BYTES + room);
        writeStart(out, status, site.date());
        for (HttpHeaders some : fields) {
            out.writeBytes(some.wire());
        }
        return out.writeShort(0x0D0A);
    }

    /// Status line and date.
    static void writeStart(ByteBuf out, int status, String date) {
        out.writeCharSequence("HTTP/1.1 " + status + " " + HttpStatus.reason(status) + "\r\nDate: "
                + date + "\r\n", StandardCharsets.ISO_8859_1);
    }
}
