package io.freshet.net.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// Writes the few ASN.1 types that a certificate needs.
///
/// Spec: ITU-T X.690 (DER).
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int size = content.size();
        if (size < 128) {
            out.write(size);
        } else if (size < 256) {
            out.write(0x81);
            out.write(size);
        } else {
            out.write(0x82);
            out.write(size >> 8);
            out.write(size);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    /// A set of one, which needs no sorting.
    static byte[] set(byte[] only) {
        return tagged(0x31, only);
    }

    /// The whole first thing inside of `outer`, which must be well formed.
    static byte[] firstInside(byte[] outer) {
        int start = headSize(outer, 0);
        int size = headSize(outer, start) + contentSize(outer, start);
        return Arrays.copyOfRange(outer, start, start + size);
    }

    private static int headSize(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return first < 128 ? 2 : 2 + (first & 0x7F);
    }

    private static int contentSize(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        int size = first < 128 ? first : 0;
        for (int i = 0; first >= 128 && i < (first & 0x7F); i++) {
            size = size << 8 | der[at + 2 + i] & 0xFF;
        }
        return size;
    }

    /// A number from its two's complement bytes.
    static byte[] integer(byte... bytes) {
        return tagged(0x02, bytes);
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    static byte[] bits(byte[] content) {
        return tagged(0x03, new byte[] {0}, content);
    }

    static byte[] text(String text) {
        return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    /// UTCTime up to 2049 and GeneralizedTime from 2050 on, as certificates must.
    static byte[] time(Instant at) {
        String full = TIME.format(at);
        boolean early = full.compareTo("2050") < 0;
        String text = early ? full.substring(2) : full;
        return tagged(early ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >>> shift != 0) {
                    out.write(arcs[i] >>> shift & 0x7F | 0x80);
                }
            }
            out.write(arcs[i] & 0x7F);
        }
        return tagged(0x06, out.toByteArray());
    }
}
