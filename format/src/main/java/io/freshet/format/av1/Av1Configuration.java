package io.freshet.format.av1;

import io.freshet.format.bits.ByteReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// AV1CodecConfigurationRecord, the content of `av1C`.
///
/// @param profile           seq_profile
/// @param level             seq_level_idx_0
/// @param highTier          seq_tier_0
/// @param sampling          how samples are stored
/// @param presentationDelay the low five bits of the fourth byte: initial_presentation_delay
/// @param obus              configOBUs: a sequence header and metadata; may be empty
///
/// Spec: AV1 ISOBMFF 1.2.0, 2.3.3
public record Av1Configuration(int profile, int level, boolean highTier, Av1Sampling sampling,
        int presentationDelay, Bytes obus) {

    private static final int MARKER_AND_VERSION = 0x81;

    /// Reads a whole record.
    ///
    /// @param source consumed to its end
    public static Av1Configuration parse(ByteBuffer source) throws MalformedMediaException {
        ByteReader in = new ByteReader("av1C", source);
        int version = in.u8();
        if (version != MARKER_AND_VERSION) {
            throw in.malformed("marker and version " + version);
        }
        int profileAndLevel = in.u8();
        int packed = in.u8();
        int delay = in.u8() & 0x1F;
        return new Av1Configuration(profileAndLevel >> 5, profileAndLevel & 0x1F,
                (packed & 0x80) != 0, Av1Sampling.ofPacked(packed), delay,
                in.bytes(in.remaining()));
    }

    /// The record that a sequence header makes.
    ///
    /// @param sequenceHeader the whole OBU, as [Av1TemporalUnit] gives it
    public static Av1Configuration of(Bytes sequenceHeader) throws MalformedMediaException {
        Av1SequenceHeader header = headerIn(sequenceHeader).orElseThrow(
                () -> new MalformedMediaException("no AV1 sequence header", -1));
        return new Av1Configuration(header.profile(), header.level(), header.highTier(),
                header.colour().sampling(), 0, sequenceHeader);
    }

    /// This record after a temporal unit brought a sequence header with it; this itself if there
    /// was none or it is the one known.
    ///
    /// @param sequenceHeader as [Av1TemporalUnit] gives it; may be empty
    public Av1Configuration updatedBy(Bytes sequenceHeader) throws MalformedMediaException {
        return sequenceHeader.length() == 0 || sequenceHeader.equals(sequenceHeaderIn(obus))
                ? this : of(sequenceHeader);
    }

    /// The record's bytes.
    public Bytes write() {
        ByteBuffer out = ByteBuffer.allocate(4 + obus.length());
        out.put((byte) MARKER_AND_VERSION).put((byte) (profile << 5 | level));
        out.put((byte) ((highTier ? 0x80 : 0) | sampling.packed()));
        out.put((byte) presentationDelay);
        obus.writeTo(out);
        return Bytes.wrap(out.array());
    }

    /// The sequence header of this record.
    Optional<Av1SequenceHeader> sequenceHeader() throws MalformedMediaException {
        return headerIn(obus);
    }

    /// The RFC 6381 name without its optional fields.
    String codecString() {
        return codecString(profile, level, highTier, sampling.bitDepth());
    }

    static String codecString(int profile, int level, boolean highTier, int bitDepth) {
        return String.format("av01.%d.%02d%s.%02d", profile, level, highTier ? "H" : "M",
                bitDepth);
    }

    private static Optional<Av1SequenceHeader> headerIn(Bytes obus)
            throws MalformedMediaException {
        ByteBuffer bytes = obus.buffer();
        for (int at = 0; at < bytes.limit();) {
            Obu obu = Obu.at(bytes, at);
            if (obu.type() == Obu.SEQUENCE_HEADER) {
                return Optional.of(Av1SequenceHeader.parse(obu.body(bytes)));
            }
            at = obu.end();
        }
        return Optional.empty();
    }

    private static Bytes sequenceHeaderIn(Bytes obus) throws MalformedMediaException {
        return Av1TemporalUnit.parse(obus).sequenceHeader();
    }
}
