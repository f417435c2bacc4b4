package io.freshet.gateway.wire;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Kind;
import io.freshet.media.Tracks;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// FLV tags, each in the framing of what carries them.
///
/// Spec: Adobe Flash Video File Format 10.1, E.2 to E.4; RFC 9112, 7.1; RFC 6455, 5.2.
///
/// Threading: immutable.
///
/// @param framing what the connection puts around every piece
public record FlvWire(Framing framing) implements WireFormat {

    /// What carries the tags.
    public enum Framing {
        /// Nothing around them: HTTP/1.0, HTTP/2.
        RAW,
        /// One chunk of HTTP/1.1 for each tag.
        HTTP_CHUNKED,
        /// One binary message for each tag.
        WEBSOCKET
    }

    private static final int TAG_HEADER_BYTES = 11;
    private static final int TAG_SIZE_BYTES = 4;
    /// Eight hexadecimal digits and two line ends, or ten bytes of WebSocket header.
    private static final int FRAMING_BYTES_MAX = 12;

    @Override
    public void preamble(Tracks tracks, ByteBuf out) {
        int flags = (tracks.first(Kind.AUDIO).isPresent() ? 4 : 0)
                | (tracks.first(Kind.VIDEO).isPresent() ? 1 : 0);
        open(13, out);
        out.writeBytes(new byte[] {'F', 'L', 'V', 1, (byte) flags});
        out.writeInt(9);
        out.writeInt(0);
        close(out);
    }

    @Override
    public int sizeMax(FlvTag tag) {
        return FRAMING_BYTES_MAX + TAG_HEADER_BYTES + bodyLength(tag) + TAG_SIZE_BYTES;
    }

    private static int bodyLength(FlvTag tag) {
        return tag.prefix().length() + tag.payload().length();
    }

    @Override
    public void write(FlvTag tag, ByteBuf out) {
        int body = bodyLength(tag);
        open(TAG_HEADER_BYTES + body + TAG_SIZE_BYTES, out);
        out.writeByte(tag.type());
        out.writeMedium(body);
        out.writeMedium((int) tag.timestampMs());
        out.writeByte((int) (tag.timestampMs() >>> 24));
        out.writeMedium(0);
        ByteBuffer room = out.internalNioBuffer(out.writerIndex(), body);
        tag.prefix().writeTo(room);
        tag.payload().writeTo(room);
        out.writerIndex(out.writerIndex() + body);
        out.writeInt(TAG_HEADER_BYTES + body);
        close(out);
    }

    private void open(int length, ByteBuf out) {
        switch (framing) {
            case RAW -> { }
            case HTTP_CHUNKED -> {
                for (int shift = 28 - Integer.numberOfLeadingZeros(length) / 4 * 4; shift >= 0;
                        shift -= 4) {
                    out.writeByte(Character.forDigit(length >>> shift & 15, 16));
                }
                out.writeShort('\r' << 8 | '\n');
            }
            case WEBSOCKET -> {
                out.writeByte(0x82);
                if (length < 126) {
                    out.writeByte(length);
                } else if (length < 1 << 16) {
                    out.writeByte(126).writeShort(length);
                } else {
                    out.writeByte(127).writeLong(length);
                }
            }
        }
    }

    private void close(ByteBuf out) {
        if (framing == Framing.HTTP_CHUNKED) {
            out.writeShort('\r' << 8 | '\n');
        }
    }
}
