package io.freshet.format.ts;

import io.freshet.format.aac.AdtsHeader;
import io.freshet.format.aac.AudioSpecificConfig;
import io.freshet.format.avc.AnnexB;
import io.freshet.format.avc.AvcConfiguration;
import io.freshet.format.hevc.HevcConfiguration;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A frame in the form that elementary streams have: Annex B, ADTS, MPEG audio.
///
/// @param before what stands before the payload: parameter sets or an ADTS header
/// @param sei    SEI of the configuration: behind the payload's own, of which some must be first
/// @param annexB whether the payload's lengths become start codes
/// @param frame  the frame
record ElementaryUnit(List<Bytes> before, List<Bytes> sei, boolean annexB, Frame frame) {

    private static final int START_CODE_BYTES = 4;
    private static final int LENGTH_BYTES = 4;
    /// nal_unit_type of SEI before the slices. Spec: ISO/IEC 23008-2:2023, table 7-1
    private static final int HEVC_PREFIX_SEI = 39;

    /// Access unit delimiters that allow every type of slice.
    private static final Bytes AVC_DELIMITER = Bytes.ofHex("09F0");
    private static final Bytes HEVC_DELIMITER = Bytes.ofHex("460150");

    static ElementaryUnit of(StreamType type, Frame frame)
            throws MalformedMediaException, UnsupportedMediaException {
        return switch (type) {
            case AVC -> avc(frame);
            case HEVC -> hevc(frame);
            case AAC_ADTS -> sound(List.of(adts(frame)), frame);
            case MPEG1_AUDIO, MPEG2_AUDIO -> sound(List.of(), frame);
        };
    }

    private static ElementaryUnit sound(List<Bytes> before, Frame frame) {
        return new ElementaryUnit(before, List.of(), false, frame);
    }

    private static ElementaryUnit avc(Frame frame) throws MalformedMediaException {
        List<Bytes> before = new ArrayList<>(List.of(AVC_DELIMITER));
        if (frame.isKey()) {
            before.addAll(avcSets(frame));
        }
        return new ElementaryUnit(before, List.of(), true, frame);
    }

    private static ElementaryUnit hevc(Frame frame) throws MalformedMediaException {
        if (!frame.isKey()) {
            return new ElementaryUnit(List.of(HEVC_DELIMITER), List.of(), true, frame);
        }
        HevcConfiguration hevc = HevcConfiguration.parse(frame.track().configuration().buffer());
        List<Bytes> before = new ArrayList<>(List.of(HEVC_DELIMITER));
        before.addAll(hevc.vps());
        before.addAll(hevc.sps());
        before.addAll(hevc.pps());
        return new ElementaryUnit(before, hevc.prefixSei(), true, frame);
    }

    private static List<Bytes> avcSets(Frame frame) throws MalformedMediaException {
        AvcConfiguration avc = AvcConfiguration.parse(frame.track().configuration().buffer());
        List<Bytes> sets = new ArrayList<>(avc.sps());
        sets.addAll(avc.spsExtensions());
        sets.addAll(avc.pps());
        return sets;
    }

    private static Bytes adts(Frame frame)
            throws MalformedMediaException, UnsupportedMediaException {
        Bytes configuration = frame.track().configuration();
        AudioSpecificConfig config = AudioSpecificConfig.parse(configuration.buffer());
        return AdtsHeader.of(config, frame.payload().length()).write();
    }

    /// Bytes that [#write] appends.
    int length() {
        int sum = frame.payload().length();
        for (Bytes each : before) {
            sum += each.length() + (annexB ? START_CODE_BYTES : 0);
        }
        for (Bytes each : sei) {
            sum += each.length() + START_CODE_BYTES;
        }
        return sum;
    }

    /// How many bytes of SEI the payload begins with.
    private static int leadingSei(ByteBuffer payload) {
        int at = 0;
        while (payload.remaining() - at > LENGTH_BYTES
                && (payload.get(at + LENGTH_BYTES) >> 1 & 0x3F) == HEVC_PREFIX_SEI) {
            int length = payload.getInt(at);
            if (length < 0 || length > payload.remaining() - at - LENGTH_BYTES) {
                return at;
            }
            at += LENGTH_BYTES + length;
        }
        return at;
    }

    void write(ByteBuffer target) throws MalformedMediaException {
        Payload payload = frame.payload();
        if (annexB) {
            AnnexB.write(before, target);
            if (sei.isEmpty()) {
                AnnexB.write(payload, target);
                return;
            }
            ByteBuffer units = payload.buffer();
            int own = leadingSei(units);
            AnnexB.write(units.slice(0, own), target);
            AnnexB.write(sei, target);
            AnnexB.write(units.slice(own, units.remaining() - own), target);
        } else {
            before.forEach(each -> each.writeTo(target));
            payload.writeTo(target);
        }
    }
}
