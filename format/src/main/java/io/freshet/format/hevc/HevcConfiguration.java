package io.freshet.format.hevc;

import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.ByteReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// HEVCDecoderConfigurationRecord, the content of `hvcC`.
///
/// Hints that no decoder needs (segmentation, parallelism, average frame rate) are not kept.
///
/// @param profile          profile, tier and level
/// @param nalLengthSize    1, 2 or 4
/// @param picture          how samples are stored and layered
/// @param vps              NAL units with their header bytes
/// @param sps              NAL units with their header bytes
/// @param pps              NAL units with their header bytes
/// @param sei              NAL units that hold for the whole stream, HDR mastering for example
///
/// Spec: ISO/IEC 14496-15:2022, 8.3.2.1
public record HevcConfiguration(HevcProfile profile, int nalLengthSize, Picture picture,
        List<Bytes> vps, List<Bytes> sps, List<Bytes> pps, List<Bytes> sei) {

    /// 16 VPS, 16 SPS, 64 PPS and some SEI are legal; more is an attack.
    private static final int MAX_UNITS = 128;
    private static final int MAX_NAL_BYTES = 0xFFFF;
    private static final int COMPLETE = 0x80;

    public HevcConfiguration {
        vps = List.copyOf(vps);
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
        sei = List.copyOf(sei);
    }

    /// How samples are stored and layered.
    ///
    /// @param chromaFormat     0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
    /// @param bitDepthLuma     8 to 15
    /// @param bitDepthChroma   8 to 15
    /// @param temporalLayers   0 if unknown
    /// @param temporalIdNested every picture of a higher sub-layer is a place to switch up
    public record Picture(int chromaFormat, int bitDepthLuma, int bitDepthChroma,
            int temporalLayers, boolean temporalIdNested) {
    }

    /// Reads a whole record.
    ///
    /// @param source consumed; bytes after the record are left
    public static HevcConfiguration parse(ByteBuffer source) throws MalformedMediaException {
        ByteReader in = new ByteReader("hvcC", source);
        int version = in.u8();
        // Drafts before 2013 wrote 0, and FFmpeg of that time.
        if (version > 1) {
            throw in.malformed("configurationVersion " + version);
        }
        HevcProfile profile = HevcProfile.parse(BitReader.of("hvcC", in.bytes(12).buffer()));
        in.bytes(3); // min_spatial_segmentation_idc, parallelismType
        int chroma = in.u8() & 3;
        int luma = 8 + (in.u8() & 7);
        int depth = 8 + (in.u8() & 7);
        in.u16(); // avgFrameRate
        int packed = in.u8();
        int lengthSize = 1 + (packed & 3);
        if (lengthSize == 3) {
            throw in.malformed("lengthSizeMinusOne 2");
        }
        Picture picture = new Picture(chroma, luma, depth, packed >> 3 & 7, (packed & 4) != 0);
        List<Bytes> all = nalUnits(in);
        return new HevcConfiguration(profile, lengthSize, picture, only(all, HevcNal.VPS),
                only(all, HevcNal.SPS), only(all, HevcNal.PPS), seiOf(all));
    }

    /// The record that these parameter sets make: from Annex B, SDP or in band, in any order.
    ///
    /// Of two sets with one id the later counts.
    ///
    /// @throws MalformedMediaException if there is no SPS, or one cannot be read
    public static HevcConfiguration of(List<Bytes> parameterSets) throws MalformedMediaException {
        Map<String, Bytes> sets = new LinkedHashMap<>();
        for (Bytes set : parameterSets) {
            if (set.length() > MAX_NAL_BYTES) {
                throw new MalformedMediaException(
                        "H.265 parameter set of " + set.length() + " bytes", -1);
            }
            sets.put(keyOf(set), set);
        }
        List<Bytes> all = List.copyOf(sets.values());
        List<Bytes> sps = only(all, HevcNal.SPS);
        if (sps.isEmpty() || all.size() > MAX_UNITS) {
            throw new MalformedMediaException("hvcC with " + sps.size() + " SPS of "
                    + all.size() + " parameter sets", -1);
        }
        HevcSps first = HevcSps.parse(sps.getFirst().buffer());
        Picture picture = new Picture(first.chromaFormat(), Math.min(15, first.bitDepthLuma()),
                Math.min(15, first.bitDepthChroma()), first.subLayers(),
                first.temporalIdNested());
        return new HevcConfiguration(first.profile(), 4, picture, only(all, HevcNal.VPS), sps,
                only(all, HevcNal.PPS), seiOf(all));
    }

    /// This record after an access unit brought parameter sets with it; this itself if nothing is
    /// new.
    public HevcConfiguration updatedBy(List<Bytes> parameterSets) throws MalformedMediaException {
        List<Bytes> all = allSets();
        if (all.containsAll(parameterSets)) {
            return this;
        }
        all.addAll(parameterSets);
        HevcConfiguration next = of(all);
        return new HevcConfiguration(next.profile, nalLengthSize, next.picture, next.vps, next.sps,
                next.pps, next.sei);
    }

    /// The SEI that stand before the slices of a picture.
    public List<Bytes> prefixSei() {
        return only(sei, HevcNal.PREFIX_SEI);
    }

    /// All NAL units: VPS, SPS, PPS, SEI.
    List<Bytes> allSets() {
        List<Bytes> all = new ArrayList<>(vps);
        all.addAll(sps);
        all.addAll(pps);
        all.addAll(sei);
        return all;
    }

    /// The record's bytes; parameter sets are declared complete, as `hvc1` demands.
    public Bytes write() {
        List<Bytes> prefix = prefixSei();
        List<Bytes> suffix = only(sei, HevcNal.SUFFIX_SEI);
        int size = 23 + allSets().stream().mapToInt(unit -> 2 + unit.length()).sum() + 3 * 5;
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) 1);
        out.put((byte) (profile.space() << 6 | (profile.highTier() ? 0x20 : 0) | profile.idc()));
        out.putInt((int) profile.compatibility());
        out.putInt((int) (profile.constraints() >> 16)).putShort((short) profile.constraints());
        out.put((byte) profile.level());
        out.putShort((short) 0xF000).put((byte) 0xFC); // segmentation, parallelism: unknown
        out.put((byte) (0xFC | picture.chromaFormat));
        out.put((byte) (0xF8 | picture.bitDepthLuma - 8));
        out.put((byte) (0xF8 | picture.bitDepthChroma - 8));
        out.putShort((short) 0);
        out.put((byte) (picture.temporalLayers << 3 | (picture.temporalIdNested ? 4 : 0)
                | nalLengthSize - 1));
        int count = out.position();
        out.put((byte) 0);
        int arrays = put(out, COMPLETE | HevcNal.VPS, vps) + put(out, COMPLETE | HevcNal.SPS, sps)
                + put(out, COMPLETE | HevcNal.PPS, pps) + put(out, HevcNal.PREFIX_SEI, prefix)
                + put(out, HevcNal.SUFFIX_SEI, suffix);
        out.put(count, (byte) arrays);
        return Bytes.wrap(out.array(), 0, out.position());
    }

    private static int put(ByteBuffer out, int header, List<Bytes> units) {
        if (units.isEmpty()) {
            return 0;
        }
        out.put((byte) header).putShort((short) units.size());
        for (Bytes unit : units) {
            out.putShort((short) unit.length());
            unit.writeTo(out);
        }
        return 1;
    }

    private static List<Bytes> nalUnits(ByteReader in) throws MalformedMediaException {
        List<Bytes> units = new ArrayList<>();
        int arrays = in.u8();
        for (int array = 0; array < arrays; array++) {
            in.u8(); // array_completeness and type; the unit itself tells its type
            int count = in.u16();
            for (int i = 0; i < count; i++) {
                Bytes unit = in.bytes(in.u16());
                if (unit.length() <= HevcNal.HEADER_BYTES || units.size() == MAX_UNITS) {
                    throw in.malformed("NAL unit " + units.size() + " of " + unit.length()
                            + " bytes");
                }
                units.add(unit);
            }
        }
        return units;
    }

    private static List<Bytes> only(List<Bytes> units, int type) {
        return units.stream().filter(unit -> (unit.at(0) >> 1) == type).toList();
    }

    private static List<Bytes> seiOf(List<Bytes> units) {
        List<Bytes> sei = new ArrayList<>(only(units, HevcNal.PREFIX_SEI));
        sei.addAll(only(units, HevcNal.SUFFIX_SEI));
        return sei;
    }

    /// Two units with equal keys replace each other; SEI never do.
    private static String keyOf(Bytes set) throws MalformedMediaException {
        return switch (HevcNal.of(set.buffer()).type()) {
            case HevcNal.VPS -> "VPS " + HevcVps.parse(set.buffer()).id();
            case HevcNal.SPS -> "SPS " + HevcSps.parse(set.buffer()).id();
            case HevcNal.PPS -> "PPS " + HevcPps.parse(set.buffer()).id();
            case HevcNal.PREFIX_SEI, HevcNal.SUFFIX_SEI -> "SEI " + HexFormat.of()
                    .formatHex(set.toArray());
            default -> throw new MalformedMediaException("not an H.265 parameter set", -1);
        };
    }
}
