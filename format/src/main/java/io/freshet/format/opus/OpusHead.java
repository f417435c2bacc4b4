package io.freshet.format.opus;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The identification header of Opus; its numbers are little-endian.
///
/// @param channels      1 to 255; 1 or 2 in mapping family 0
/// @param preSkip       samples at 48 000 Hz to decode and not to play at the beginning
/// @param inputRateHz   rate before encoding, 0 if unknown; playing is always at 48 000 Hz
/// @param outputGainQ8  gain in 1/256 dB to apply when decoding
/// @param mappingFamily 0 mono or stereo, 1 surround as in Vorbis, 2 ambisonics, 255 unnamed
/// @param mapping       stream count, coupled count, and one byte a channel; empty in family 0
///
/// Spec: RFC 7845, 5.1
public record OpusHead(int channels, int preSkip, int inputRateHz, int outputGainQ8,
        int mappingFamily, Bytes mapping) {

    private static final byte[] MAGIC = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    /// Up to the mapping family.
    private static final int FIXED_BYTES = 19;
    /// In a mapping: a channel that is silent.
    private static final int SILENT = 255;

    /// Reads all that remains in `bytes`; what follows the known fields is ignored.
    ///
    /// @throws UnsupportedMediaException for a later major version or another mapping family
    public static OpusHead parse(ByteBuffer bytes)
            throws MalformedMediaException, UnsupportedMediaException {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < FIXED_BYTES) {
            throw malformed("has " + in.remaining() + " bytes", 0);
        }
        for (byte expected : MAGIC) {
            if (in.get() != expected) {
                throw malformed("does not begin with its name", in.position() - 1);
            }
        }
        int version = in.get() & 0xFF;
        if (version > 15) { // the high four bits are the major version
            throw new UnsupportedMediaException("OpusHead version " + version);
        }
        int channels = in.get() & 0xFF;
        int preSkip = in.getShort() & 0xFFFF;
        int inputRateHz = in.getInt();
        int outputGainQ8 = in.getShort();
        int family = in.get() & 0xFF;
        if (channels == 0 || family == 0 && channels > 2 || family == 1 && channels > 8) {
            throw malformed("has " + channels + " channels in mapping family " + family, 9);
        }
        Bytes mapping = family == 0 ? Bytes.EMPTY : readMapping(in, family, channels);
        bytes.position(bytes.limit());
        return new OpusHead(channels, preSkip, Math.max(inputRateHz, 0), outputGainQ8, family,
                mapping);
    }

    /// The bytes that [#parse] reads, version 1.
    public Bytes write() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + mapping.length())
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).put((byte) 1).put((byte) channels).putShort((short) preSkip)
                .putInt(inputRateHz).putShort((short) outputGainQ8).put((byte) mappingFamily);
        mapping.writeTo(out);
        return Bytes.wrap(out.array());
    }

    private static Bytes readMapping(ByteBuffer in, int family, int channels)
            throws MalformedMediaException, UnsupportedMediaException {
        if (family != 1 && family != 2 && family != 255) {
            throw new UnsupportedMediaException("Opus mapping family " + family);
        }
        if (in.remaining() < 2 + channels) {
            throw malformed("ends inside its channel mapping", in.limit());
        }
        byte[] mapping = new byte[2 + channels];
        in.get(mapping);
        int streams = mapping[0] & 0xFF;
        int coupled = mapping[1] & 0xFF;
        if (streams == 0 || coupled > streams || streams + coupled > 255) {
            throw malformed("has " + streams + " streams, " + coupled + " coupled", FIXED_BYTES);
        }
        for (int i = 2; i < mapping.length; i++) {
            int source = mapping[i] & 0xFF;
            if (source != SILENT && source >= streams + coupled) {
                throw malformed("maps a channel that is not decoded", FIXED_BYTES + i);
            }
        }
        return Bytes.wrap(mapping);
    }

    private static MalformedMediaException malformed(String what, int offset) {
        return new MalformedMediaException("OpusHead " + what, offset);
    }
}
