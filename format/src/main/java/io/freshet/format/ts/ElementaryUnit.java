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
/// @param annexB whether the payload's lengths become start codes
/// @param frame  the frame
record ElementaryUnit(List<Bytes> before, boolean annexB, Frame frame) {

    private static final int START_CODE_BYTES = 4;

    /// Access unit delimiters that allow every type of slice.
    private static final Bytes AVC_DELIMITER = Bytes.ofHex("09F0");
    private static final Bytes HEVC_DELIMITER = Bytes.ofHex("460150");

    static ElementaryUnit of(StreamType type, Frame frame)
            throws MalformedMediaException, UnsupportedMediaException {
        return switch (type) {
            case AVC -> video(AVC_DELIMITER, frame, frame.isKey() ? avcSets(frame) : List.of());
            case HEVC -> video(HEVC_DELIMITER, frame, frame.isKey() ? hevcSets(frame) : List.of());
            case AAC_ADTS -> new ElementaryUnit(List.of(adts(frame)), false, frame);
            case MPEG1_AUDIO, MPEG2_AUDIO -> new ElementaryUnit(List.of(), false, frame);
        };
    }

    private static ElementaryUnit video(Bytes delimiter, Frame frame, List<Bytes> sets) {
        List<Bytes> before = new ArrayList<>();
        before.add(delimiter);
        before.addAll(sets);
        return new ElementaryUnit(before, true, frame);
    }

    private static List<Bytes> avcSets(Frame frame) throws MalformedMediaException {
        AvcConfiguration avc = AvcConfiguration.parse(frame.track().configuration().buffer());
        List<Bytes> sets = new ArrayList<>(avc.sps());
        sets.addAll(avc.spsExtensions());
        sets.addAll(avc.pps());
        return sets;
    }

    private static List<Bytes> hevcSets(Frame frame) throws MalformedMediaException {
        HevcConfiguration hevc = HevcConfiguration.parse(frame.track().configuration().buffer());
        List<Bytes> sets = new ArrayList<>(hevc.vps());
        sets.addAll(hevc.sps());
        sets.addAll(hevc.pps());
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
        return sum;
    }

    void write(ByteBuffer target) throws MalformedMediaException {
        Payload payload = frame.payload();
        if (annexB) {
            AnnexB.write(before, target);
            AnnexB.write(payload, target);
        } else {
            before.forEach(each -> each.writeTo(target));
            payload.writeTo(target);
        }
    }
}
