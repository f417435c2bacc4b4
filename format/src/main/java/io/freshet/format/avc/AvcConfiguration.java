package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.ByteReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// AVCDecoderConfigurationRecord, the content of `avcC`.
///
/// @param profile        AVCProfileIndication
/// @param compatibility  profile_compatibility
/// @param level          AVCLevelIndication
/// @param nalLengthSize  1, 2 or 4
/// @param sps            NAL units with their header byte, at most 31
/// @param pps            NAL units with their header byte, at most 255
/// @param chromaFormat   chroma_format, written for the profiles that have it
/// @param bitDepthLuma   8 to 15
/// @param bitDepthChroma 8 to 15
/// @param spsExtensions  NAL units with their header byte, at most 255
///
/// Spec: ISO/IEC 14496-15:2022, 5.3.3.1
public record AvcConfiguration(int profile, int compatibility, int level, int nalLengthSize,
        List<Bytes> sps, List<Bytes> pps, int chromaFormat, int bitDepthLuma, int bitDepthChroma,
        List<Bytes> spsExtensions) {

    private static final int MAX_SPS = 31;
    private static final int MAX_PPS = 255;
    private static final int MAX_NAL_BYTES = 0xFFFF;

    public AvcConfiguration {
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
        spsExtensions = List.copyOf(spsExtensions);
    }

    /// Reads a whole record.
    ///
    /// @param source consumed; bytes after the record are left
    public static AvcConfiguration parse(ByteBuffer source) throws MalformedMediaException {
        ByteReader in = new ByteReader("avcC", source);
        int version = in.u8();
        if (version != 1) {
            throw in.malformed("configurationVersion " + version);
        }
        int profile = in.u8();
        int compatibility = in.u8();
        int level = in.u8();
        int lengthSize = 1 + (in.u8() & 3);
        if (lengthSize == 3) {
            throw in.malformed("lengthSizeMinusOne 2");
        }
        List<Bytes> sps = nalUnits(in, in.u8() & 31, AvcNal.SPS);
        List<Bytes> pps = nalUnits(in, in.u8(), AvcNal.PPS);
        AvcConfiguration plain = new AvcConfiguration(profile, compatibility, level, lengthSize,
                sps, pps, 1, 8, 8, List.of());
        // Written before 2005, or by someone who follows that edition: the record ends here.
        return plain.hasSampling() && in.remaining() >= 4 ? plain.withSampling(in)
                : plain.withSamplingOfSps();
    }

    /// The record that these parameter sets make: from Annex B, SDP or in band, in any order.
    ///
    /// Profile, level and sampling are the first SPS's. Of two sets with one id the later counts.
    ///
    /// @throws MalformedMediaException if there is no SPS, or one cannot be read
    public static AvcConfiguration of(List<Bytes> parameterSets) throws MalformedMediaException {
        Map<Integer, Bytes> sps = new LinkedHashMap<>();
        Map<Integer, Bytes> pps = new LinkedHashMap<>();
        Map<Integer, Bytes> extensions = new LinkedHashMap<>();
        for (Bytes set : parameterSets) {
            if (set.length() < 2 || set.length() > MAX_NAL_BYTES) {
                throw new MalformedMediaException(
                        "H.264 parameter set of " + set.length() + " bytes", -1);
            }
            switch (AvcNal.type(set.at(0))) {
                case AvcNal.SPS -> sps.put(AvcSps.parse(set.buffer()).id(), set);
                case AvcNal.PPS -> pps.put(AvcPps.parse(set.buffer()).id(), set);
                case AvcNal.SPS_EXTENSION -> extensions.put(extensionId(set), set);
                default -> throw new MalformedMediaException("not an H.264 parameter set", -1);
            }
        }
        if (sps.isEmpty() || sps.size() > MAX_SPS || pps.size() > MAX_PPS) {
            throw new MalformedMediaException("avcC with " + sps.size() + " SPS and "
                    + pps.size() + " PPS", -1);
        }
        Bytes first = sps.values().iterator().next();
        AvcConfiguration plain = new AvcConfiguration(first.at(1), first.at(2), first.at(3), 4,
                List.copyOf(sps.values()), List.copyOf(pps.values()), 1, 8, 8,
                List.copyOf(extensions.values()));
        return plain.withSamplingOfSps();
    }

    /// This record after an access unit brought parameter sets with it; this itself if nothing is
    /// new.
    public AvcConfiguration updatedBy(List<Bytes> parameterSets) throws MalformedMediaException {
        if (allSets().containsAll(parameterSets)) {
            return this;
        }
        List<Bytes> all = allSets();
        all.addAll(parameterSets);
        return of(all).withNalLengthSize(nalLengthSize);
    }

    private AvcConfiguration withNalLengthSize(int size) {
        return new AvcConfiguration(profile, compatibility, level, size, sps, pps, chromaFormat,
                bitDepthLuma, bitDepthChroma, spsExtensions);
    }

    /// All parameter sets: SPS, SPS extensions, PPS.
    List<Bytes> allSets() {
        List<Bytes> all = new ArrayList<>(sps);
        all.addAll(spsExtensions);
        all.addAll(pps);
        return all;
    }

    /// The record's bytes.
    public Bytes write() {
        ByteBuffer out = ByteBuffer.allocate(11 + sizeOf(sps) + sizeOf(pps)
                + sizeOf(spsExtensions));
        out.put((byte) 1).put((byte) profile).put((byte) compatibility).put((byte) level);
        out.put((byte) (0xFC | nalLengthSize - 1));
        out.put((byte) (0xE0 | sps.size()));
        put(out, sps);
        out.put((byte) pps.size());
        put(out, pps);
        if (hasSampling()) {
            out.put((byte) (0xFC | chromaFormat));
            out.put((byte) (0xF8 | bitDepthLuma - 8)).put((byte) (0xF8 | bitDepthChroma - 8));
            out.put((byte) spsExtensions.size());
            put(out, spsExtensions);
        }
        return Bytes.wrap(out.array(), 0, out.position());
    }

    private boolean hasSampling() {
        return profile != 66 && profile != 77 && profile != 88;
    }

    private AvcConfiguration withSampling(ByteReader in) throws MalformedMediaException {
        int chroma = in.u8() & 3;
        int luma = 8 + (in.u8() & 7);
        int depth = 8 + (in.u8() & 7);
        List<Bytes> extensions = nalUnits(in, in.u8(), AvcNal.SPS_EXTENSION);
        return new AvcConfiguration(profile, compatibility, level, nalLengthSize, sps, pps,
                chroma, luma, depth, extensions);
    }

    private AvcConfiguration withSamplingOfSps() throws MalformedMediaException {
        if (!hasSampling() || sps.isEmpty()) {
            return this;
        }
        AvcSps first = AvcSps.parse(sps.getFirst().buffer());
        return new AvcConfiguration(profile, compatibility, level, nalLengthSize, sps, pps,
                first.chromaFormat(), first.bitDepthLuma(), first.bitDepthChroma(),
                spsExtensions);
    }

    private static int extensionId(Bytes set) throws MalformedMediaException {
        BitReader bits = BitReader.ofNal("H.264 SPS extension", set.buffer());
        bits.skip(8);
        return bits.ue("seq_parameter_set_id", 31);
    }

    private static List<Bytes> nalUnits(ByteReader in, int count, int type)
            throws MalformedMediaException {
        List<Bytes> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bytes unit = in.bytes(in.u16());
            if (unit.length() < 2 || AvcNal.type(unit.at(0)) != type) {
                throw in.malformed("not a NAL unit of type " + type);
            }
            units.add(unit);
        }
        return units;
    }

    private static int sizeOf(List<Bytes> units) {
        return units.stream().mapToInt(unit -> 2 + unit.length()).sum();
    }

    private static void put(ByteBuffer out, List<Bytes> units) {
        for (Bytes unit : units) {
            out.putShort((short) unit.length());
            unit.writeTo(out);
        }
    }
}
