package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one side of a connection says that it can do beyond the old protocol.
///
/// @param videoFourCcs codecs: `avc1`, `hvc1`, `av01`, `vp09`; `*` for any
/// @param audioFourCcs codecs: `mp4a`, `Opus`, `fLaC`, `ac-3`, `ec-3`, `.mp3`; `*` for any
/// @param extensions   a sum of the constants here: `capsEx`
///
/// Spec: Enhanced RTMP v2, Enhancing NetConnection connect Command.
public record RtmpCapabilities(List<String> videoFourCcs, List<String> audioFourCcs,
        int extensions) {

    /// Understands NetConnection.Connect.ReconnectRequest, or sends it.
    public static final int RECONNECT = 1;
    /// Several tracks in one message stream.
    public static final int MULTITRACK = 2;
    /// ModEx packets are read.
    public static final int MOD_EX = 4;
    /// The nanosecond offset in ModEx packets is read.
    public static final int TIMESTAMP_NANO_OFFSET = 8;

    /// The old protocol and nothing else.
    public static final RtmpCapabilities NONE = new RtmpCapabilities(List.of(), List.of(), 0);

    private static final String FOUR_CC_LIST = "fourCcList";
    private static final String VIDEO_MAP = "videoFourCcInfoMap";
    private static final String AUDIO_MAP = "audioFourCcInfoMap";
    private static final String CAPS_EX = "capsEx";
    private static final String ANY = "*";
    private static final Set<String> AUDIO =
            Set.of("mp4a", "Opus", "fLaC", "ac-3", "ec-3", ".mp3");
    /// FourCcInfoMask: neither decoded nor encoded here, but passed on.
    private static final int CAN_FORWARD = 4;
    /// There are ten; a peer that lists more than this is not listened to further.
    private static final int FOUR_CCS_MAX = 64;

    public RtmpCapabilities {
        videoFourCcs = List.copyOf(videoFourCcs);
        audioFourCcs = List.copyOf(audioFourCcs);
    }

    /// Whether media in that codec can be sent to the one who said this.
    public boolean takes(String fourCc) {
        List<String> list = AUDIO.contains(fourCc) ? audioFourCcs : videoFourCcs;
        return list.contains(fourCc) || list.contains(ANY);
    }

    /// Whether it has that one of the extensions.
    public boolean has(int extension) {
        return (extensions & extension) != 0;
    }

    /// What the properties of a `connect` command, or of the answer to it, say.
    static RtmpCapabilities parse(Map<String, AmfValue> properties) {
        List<String> video = new ArrayList<>();
        List<String> audio = new ArrayList<>();
        if (properties.get(VIDEO_MAP) instanceof AmfValue.Keyed map) {
            addAll(video, map.properties().keySet());
        }
        if (properties.get(AUDIO_MAP) instanceof AmfValue.Keyed map) {
            addAll(audio, map.properties().keySet());
        }
        if (properties.get(FOUR_CC_LIST) instanceof AmfValue.StrictArray(List<AmfValue> items)) {
            for (AmfValue item : items) {
                if (item instanceof AmfValue.Text(String fourCc)) {
                    addAll(AUDIO.contains(fourCc) ? audio : video, Set.of(fourCc));
                    addAll(audio, fourCc.equals(ANY) ? Set.of(ANY) : Set.of());
                }
            }
        }
        int extensions = properties.get(CAPS_EX) instanceof AmfValue.Num(double mask)
                ? (int) mask : 0;
        return new RtmpCapabilities(video, audio, extensions);
    }

    /// Whether the properties speak of any of this: only then is it answered, so that a client of
    /// the old protocol never meets a property that it has not been tested with.
    static boolean isSpokenOf(Map<String, AmfValue> properties) {
        return properties.containsKey(FOUR_CC_LIST) || properties.containsKey(VIDEO_MAP)
                || properties.containsKey(AUDIO_MAP) || properties.containsKey(CAPS_EX);
    }

    void writeTo(AmfObjectBuilder properties) {
        List<AmfValue> all = new ArrayList<>();
        videoFourCcs.forEach(fourCc -> all.add(new AmfValue.Text(fourCc)));
        audioFourCcs.forEach(fourCc -> all.add(new AmfValue.Text(fourCc)));
        properties.with(FOUR_CC_LIST, new AmfValue.StrictArray(all))
                .with(VIDEO_MAP, map(videoFourCcs))
                .with(AUDIO_MAP, map(audioFourCcs))
                .with(CAPS_EX, extensions);
    }

    private static AmfValue map(List<String> fourCcs) {
        Map<String, AmfValue> map = new LinkedHashMap<>();
        fourCcs.forEach(fourCc -> map.put(fourCc, new AmfValue.Num(CAN_FORWARD)));
        return new AmfValue.Obj(map);
    }

    private static void addAll(List<String> to, Set<String> fourCcs) {
        for (String fourCc : fourCcs) {
            if (to.size() < FOUR_CCS_MAX && fourCc.length() <= 4 && !to.contains(fourCc)) {
                to.add(fourCc);
            }
        }
    }
}
