package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.http.h2.AnswerHead;
import io.freshet.net.http.h2.FrameStream;
import io.freshet.net.http.h2.StreamUser;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request on an HTTP/2 connection and its answer.
///
/// Spec: RFC 9113, 8.
///
/// Threading: confined to the connection's loop.
final class Http2Exchange implements StreamUser, HttpReplier {
    private static final System.Logger LOG = System.getLogger(Http2Exchange.class.getName());

    private final Http2Connection owner;
    private final FrameStream frames;
    private final Http2Stream out;
    private final OneAnswer answer;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final Http2Headers head;
    private @Nullable BodySender sender;
    private String method = "";
    private boolean handled;
    private boolean streaming;
    private boolean finished;
    private long sinceNs;
    private long takenBytes;

    Http2Exchange(Http2Connection owner, FrameStream frames, Http2Headers head) {
        this.owner = owner;
        this.frames = frames;
        this.head = head;
        this.out = new Http2Stream(owner.connection(), frames);
        this.answer = new OneAnswer(owner.site().loop());
        this.sinceNs = owner.site().loop().nowNs();
    }

    @Override
    public void onBody(ByteBuf bytes) {
        if (!handled) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            body.writeBytes(copy);
            if (body.size() > owner.site().options().bodyBytesMax()) {
                handled = true;
                refuse(new BadRequest(413, "body too long"));
            }
        }
    }

    @Override
    public void onEnd() {
        if (!handled) {
            handled = true;
            try {
                handle(head);
            } catch (BadRequest bad) {
                refuse(bad);
            }
        }
    }

    @Override
    public void onReset() {
        out.reset();
    }

    private void handle(Http2Headers have) throws BadRequest {
        owner.site().tally().requests.increment();
        method = String.valueOf(have.method());
        HttpOrigin origin = new HttpOrigin(out.remote(), owner.connection().local(),
                owner.connection().secure(), HttpOrigin.Version.HTTP_2, loop());
        HttpRequest request = new HttpRequest(
                method, HttpTarget.parse(String.valueOf(have.path())), fields(have),
                ByteBuffer.wrap(body.toByteArray()).asReadOnlyBuffer(), origin);
        try {
            owner.site().handler().handle(request, this);
        } catch (RuntimeException fault) {
            owner.site().tally().faults.increment();
            LOG.log(System.Logger.Level.ERROR, () -> "handler fault path=" + request.path(), fault);
            if (answer.isBegun()) {
                out.close(CloseCause.FAULT, fault.toString());
            } else {
                reply(500, HttpHeaders.EMPTY, HttpBody.EMPTY);
            }
        }
    }

    /// Netty has checked the names; `:authority` becomes the Host field that HTTP/1.1 would have.
    private static HttpHeaders fields(Http2Headers have) throws BadRequest {
        List<String> flat = new ArrayList<>(2 * have.size());
        for (Map.Entry<CharSequence, CharSequence> field : have) {
            String name = field.getKey().toString();
            String value = field.getValue().toString();
            if (!isAllowed(value)) {
                throw new BadRequest(400, "character not allowed in header");
            }
            if (flat.size() >= 2 * Http1Head.FIELDS_MAX) {
                throw new BadRequest(431, "too many header fields");
            }
            if (name.equals(":authority")) {
                flat.add("host");
                flat.add(value);
            } else if (!name.startsWith(":")) {
                flat.add(name);
                flat.add(value);
            }
        }
        return HttpHeaders.parsed(flat);
    }

    private static boolean isAllowed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 127) {
                return false;
            }
        }
        return true;
    }

    private void refuse(BadRequest bad) {
        owner.site().tally().refused.increment();
        reply(bad.status(), HttpHeaders.of("content-type", "text/plain"),
                HttpBody.text(bad.getMessage() + "\n"));
    }

    @Override
    public NetLoop loop() {
        return answer.loop();
    }

    @Override
    public void reply(int status, HttpHeaders headers, HttpBody content) {
        answer.begin();
        if (!out.isOpen()) {
            return;
        }
        boolean bare = status == 204 || status == 304;
        boolean empty = bare || method.equals("HEAD") || content.length() == 0;
        frames.head(head(status, headers, bare ? -1 : content.length()), empty);
        if (empty) {
            finished = true;
        } else {
            out.length(content.length());
            sender = new BodySender(out, owner.site().shared(), content, 0);
            send();
        }
        frames.flush();
    }

    private AnswerHead head(int status, HttpHeaders headers, long length) {
        return new AnswerHead(status, owner.site().date(), length, headers.fieldBlock());
    }

    private void send() {
        BodySender sending = sender;
        if (sending != null && sending.send()) {
            sender = null;
            finished = true;
            out.ended();
        }
    }

    @Override
    public HttpStream stream(int status, HttpHeaders headers) {
        answer.begin();
        if (out.isOpen()) {
            streaming = true;
            boolean bare = method.equals("HEAD");
            frames.head(head(status, headers, -1), bare);
            frames.flush();
            if (bare) {
                out.ended();
            }
        }
        return out;
    }

    @Override
    public HttpStream webSocket(HttpHeaders headers) {
        throw new IllegalStateException("no WebSocket over HTTP/2");
    }

    @Override
    public void onAbandoned(Runnable call) {
        answer.onAbandoned(call);
    }

    @Override
    public boolean isAbandoned() {
        return answer.isAbandoned();
    }

    @Override
    public void onWritable() {
        if (sender != null) {
            send();
            frames.flush();
        }
        out.writableAgain();
    }

    @Override
    public void onClosed() {
        owner.ended(this);
        sender = null;
        out.inactive(new Closed(CloseCause.PEER, ""));
        if (!finished && !streaming) {
            answer.abandon();
        }
    }

    void look(long nowNs) {
        HttpOptions options = owner.site().options();
        long taken = out.takenBytes();
        if (handled && (streaming || out.isTaken() || taken != takenBytes)) {
            takenBytes = taken;
            sinceNs = nowNs;
        } else if (!handled && nowNs - sinceNs > options.headerTimeout().toNanos()) {
            owner.site().tally().headerTimeouts.increment();
            out.close(CloseCause.TIMEOUT, "request not sent");
        } else if (handled && nowNs - sinceNs > options.progressTimeout().toNanos()) {
            owner.site().tally().progressTimeouts.increment();
            out.close(CloseCause.TIMEOUT, "answer not read");
        }
    }
}
