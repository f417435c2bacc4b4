package io.freshet.tools.wire.http2;

import io.freshet.tools.wire.HttpHead;
import io.freshet.tools.wire.PeerFault;
import io.freshet.tools.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The header blocks of one connection: requests on their way out, answers on their way in.
///
/// Each block changes what the next one means, so all of them come here, in order.
///
/// Threading: confined to its connection.
///
/// Spec: RFC 9113, 4.3, 6.2, 6.10 and 8.3; RFC 7541
final class HeaderBlocks {

    /// Twice what servers send together with cookies and security headers.
    private static final int BLOCK_BYTES_MAX = 32 << 10;
    private static final int PRIORITY_BYTES = 5;
    private static final AsciiString GET = AsciiString.cached("GET");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString USER_AGENT = AsciiString.cached("user-agent");
    private static final AsciiString NAME = AsciiString.cached("freshet-bench");
    private static final AsciiString ACCEPT = AsciiString.cached("accept");
    private static final AsciiString ANY = AsciiString.cached("*/*");

    private final AsciiString authority;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
    private int begunStream;

    HeaderBlocks(Target target) {
        this.authority = new AsciiString(target.authority());
    }

    /// A request without a body, as a frame.
    ByteBuffer request(String path, int stream) {
        ByteBuf block = Unpooled.buffer(128);
        try {
            encoder.encodeHeaders(stream, ReadOnlyHttp2Headers.clientHeaders(false, GET,
                    new AsciiString(path), HTTPS, authority, USER_AGENT, NAME, ACCEPT, ANY),
                    block);
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("a request of ours", impossible);
        }
        int length = block.readableBytes();
        ByteBuffer out = ByteBuffer.allocate(Http2Frames.HEADER_BYTES + length);
        Http2Frames.header(out, length, Http2Frames.HEADERS,
                Http2Frames.END_HEADERS | Http2Frames.END_STREAM, stream);
        return out.put(block.nioBuffer()).flip();
    }

    /// What a server may remember of our requests.
    void tableBytes(long bytes) throws PeerFault {
        try {
            encoder.maxHeaderTableSize(bytes);
        } catch (Http2Exception e) {
            throw new PeerFault("broken HTTP/2 setting");
        }
    }

    /// Takes a frame of headers or what continues it; the head, when it is whole.
    ///
    /// @throws PeerFault if it is broken, or too long
    Optional<HttpHead> answer(Http2Scanner.Head frame, ByteBuffer payload) throws PeerFault {
        boolean continues = frame.type() == Http2Frames.CONTINUATION;
        if (continues != begunStream > 0 || continues && frame.stream() != begunStream) {
            throw new PeerFault("broken HTTP/2 headers");
        }
        ByteBuffer fragment = continues ? payload : fragment(frame, payload);
        if (frame.has(Http2Frames.END_HEADERS) && !continues) {
            return Optional.of(decoded(frame.stream(), fragment));
        }
        if (begun.size() + fragment.remaining() > BLOCK_BYTES_MAX) {
            throw new PeerFault("HTTP/2 headers too long");
        }
        byte[] bytes = new byte[fragment.remaining()];
        fragment.get(bytes);
        begun.writeBytes(bytes);
        begunStream = frame.stream();
        if (!frame.has(Http2Frames.END_HEADERS)) {
            return Optional.empty();
        }
        HttpHead head = decoded(frame.stream(), ByteBuffer.wrap(begun.toByteArray()));
        begun.reset();
        begunStream = 0;
        return Optional.of(head);
    }

    /// Without padding and the priority that nobody uses any more.
    private static ByteBuffer fragment(Http2Scanner.Head frame, ByteBuffer payload)
            throws PeerFault {
        int from = (frame.has(Http2Frames.PADDED) ? 1 : 0)
                + (frame.has(Http2Frames.HAS_PRIORITY) ? PRIORITY_BYTES : 0);
        int padding = frame.has(Http2Frames.PADDED) && payload.hasRemaining()
                ? payload.get(payload.position()) & 0xFF : 0;
        int length = payload.remaining() - from - padding;
        if (length < 0) {
            throw new PeerFault("broken HTTP/2 frame");
        }
        return payload.slice(payload.position() + from, length);
    }

    private HttpHead decoded(int stream, ByteBuffer block) throws PeerFault {
        Http2Headers headers;
        try {
            headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception | RuntimeException e) {
            throw new PeerFault("broken HTTP/2 headers");
        }
        Map<String, String> all = new HashMap<>();
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            if (each.getKey().length() > 0 && each.getKey().charAt(0) != ':') {
                all.put(each.getKey().toString().toLowerCase(Locale.ROOT),
                        each.getValue().toString());
            }
        }
        CharSequence status = headers.status();
        return new HttpHead(status == null ? 0 : HttpHead.status(status.toString()), all);
    }
}
