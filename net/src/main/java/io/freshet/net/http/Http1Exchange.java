package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.NetLoop;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1 connection and its answer.
///
/// Threading: confined to the connection's loop.
final class Http1Exchange implements HttpReplier {
    /// Up to here head and body leave in one buffer.
    private static final int TOGETHER_BYTES_MAX = 16 << 10;

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
        HttpHeaders framing = bare ? HttpHeaders.EMPTY
                : HttpHeaders.of("Content-Length", Long.toString(body.length()));
        ByteBuf head = head(owner.site(), status, connectionField(framing, keeps()), headers);
        if (!sends || body.length() <= TOGETHER_BYTES_MAX) {
            if (sends) {
                for (ByteBuffer piece : body.pieces()) {
                    head.writeBytes(piece);
                }
            }
            owner.connection().write(head);
            finish();
        } else {
            owner.connection().write(head);
            sender = new BodySender(owner.connection(), body);
            writable();
        }
    }

    private boolean keeps() {
        return keepAlive && !owner.isDraining();
    }

    private HttpHeaders connectionField(HttpHeaders framing, boolean keeps) {
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
                head(owner.site(), status, framing, headers));
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
        return become(HttpStream.Framing.WEBSOCKET, head(owner.site(), 101, framing, headers));
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

    static ByteBuf head(HttpSite site, int status, HttpHeaders... fields) {
        ByteBuf out = site.loop().allocator().directBuffer(512);
        out.writeCharSequence("HTTP/1.1 " + status + " " + HttpStatus.reason(status) + "\r\nDate: "
                + site.date() + "\r\n", StandardCharsets.ISO_8859_1);
        for (HttpHeaders some : fields) {
            out.writeBytes(some.wire());
        }
        return out.writeShort(0x0D0A);
    }
}
