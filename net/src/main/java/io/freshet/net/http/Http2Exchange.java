package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request on an HTTP/2 connection and its answer.
///
/// Spec: RFC 9113, 8.
///
/// Threading: confined to the connection's loop.
final class Http2Exchange extends ChannelInboundHandlerAdapter implements HttpReplier {
    private static final System.Logger LOG = System.getLogger(Http2Exchange.class.getName());

    private final Http2Connection owner;
    private final Channel channel;
    private final Http2Stream out;
    private final OneAnswer answer;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private @Nullable Http2Headers head;
    private @Nullable BodySender sender;
    private String method = "";
    private boolean handled;
    private boolean streaming;
    private boolean finished;
    private long sinceNs;
    private long takenBytes;

    Http2Exchange(Http2Connection owner, Channel channel) {
        this.owner = owner;
        this.channel = channel;
        this.out = new Http2Stream(owner.connection(), channel);
        this.answer = new OneAnswer(owner.site().loop());
        this.sinceNs = owner.site().loop().nowNs();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame headers -> {
                    if (head == null) {
                        head = headers.headers();
                    }
                    received(headers.isEndStream());
                }
                case Http2DataFrame part -> {
                    if (!handled) {
                        byte[] bytes = new byte[part.content().readableBytes()];
                        part.content().readBytes(bytes);
                        body.writeBytes(bytes);
                        received(part.isEndStream());
                    }
                }
                case Http2ResetFrame _ -> out.close(CloseCause.PEER, "reset");
                default -> { }
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            out.close(CloseCause.PEER, "reset");
        }
    }

    private void received(boolean whole) {
        Http2Headers have = head;
        if (handled || have == null) {
            return;
        }
        if (body.size() > owner.site().options().bodyBytesMax()) {
            handled = true;
            refuse(new BadRequest(413, "body too long"));
        } else if (whole) {
            handled = true;
            try {
                handle(have);
            } catch (BadRequest bad) {
                refuse(bad);
            }
        }
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
            if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127)) {
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
        Http2Headers fields = fields(status, headers);
        if (!bare) {
            fields.setLong("content-length", content.length());
        }
        boolean empty = bare || method.equals("HEAD") || content.length() == 0;
        var _ = channel.write(new DefaultHttp2HeadersFrame(fields, empty));
        if (empty) {
            finished = true;
            channel.flush();
        } else {
            sender = new BodySender(out, content);
            send();
        }
    }

    private void send() {
        BodySender sending = sender;
        if (sending != null && sending.send()) {
            sender = null;
            finished = true;
            out.end();
        }
    }

    @Override
    public HttpStream stream(int status, HttpHeaders headers) {
        answer.begin();
        if (out.isOpen()) {
            streaming = true;
            boolean bare = method.equals("HEAD");
            var _ = channel.writeAndFlush(
                    new DefaultHttp2HeadersFrame(fields(status, headers), bare));
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

    private Http2Headers fields(int status, HttpHeaders headers) {
        Http2Headers fields = new DefaultHttp2Headers().status(Integer.toString(status));
        fields.set("date", owner.site().date());
        headers.forEach((name, value) -> fields.add(name.toLowerCase(Locale.ROOT), value));
        return fields;
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
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            send();
            out.writableAgain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        owner.ended(this);
        sender = null;
        out.inactive(new Closed(CloseCause.PEER, ""));
        if (!finished && !streaming) {
            answer.abandon();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        out.close(CloseCause.PROTOCOL, cause.toString());
    }

    void look(long nowNs) {
        HttpOptions options = owner.site().options();
        long taken = out.bytesWritten() - out.unsentBytes();
        if (handled && (streaming || out.unsentBytes() == 0 || taken != takenBytes)) {
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
