package io.freshet.format.flv;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The script message `onMetaData`, and how script messages begin.
///
/// Spec: Adobe Flash Video 10.1, E.5; Enhanced RTMP v2, Enhancing onMetaData
final class FlvMetadata {

    static final String NAME = "onMetaData";

    private FlvMetadata() {
    }

    /// What the configurations of `tracks` say; of each kind the first counts.
    static Bytes write(List<Track> tracks) {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (Track track : tracks) {
            if (track.codec() instanceof VideoCodec codec
                    && track.traits() instanceof Traits.Picture picture) {
                putPicture(properties, codec, picture);
            } else if (track.codec() instanceof AudioCodec codec
                    && track.traits() instanceof Traits.Sound sound) {
                putSound(properties, codec, sound);
            }
        }
        properties.put("encoder", new AmfValue.Text("Freshet"));
        return Amf0.write(new AmfValue.Text(NAME), new AmfValue.EcmaArray(properties));
    }

    /// Whether the script message begins with the string `name`.
    static boolean isNamed(Payload script, String name) {
        ByteBuffer head = script.buffer();
        byte[] expected = name.getBytes(StandardCharsets.US_ASCII);
        if (head.remaining() < 3 + expected.length || head.get() != 2
                || head.getShort() != expected.length) {
            return false;
        }
        for (byte letter : expected) {
            if (head.get() != letter) {
                return false;
            }
        }
        return true;
    }

    /// The frame rate that an onMetaData object announces; 0 if none or none that can be.
    static int framesPerKilosecond(AmfValue metadata) {
        double rate = metadata instanceof AmfValue.Keyed object
                ? object.number("framerate", 0) : 0;
        return rate >= 1 && rate <= 1000 ? (int) Math.round(rate * 1000) : 0;
    }

    private static void putPicture(Map<String, AmfValue> properties, VideoCodec codec,
            Traits.Picture picture) {
        if (properties.containsKey("videocodecid")) {
            return;
        }
        if (picture.width() > 0) {
            put(properties, "width", picture.width());
            put(properties, "height", picture.height());
        }
        if (picture.framesPerKilosecond() > 0) {
            put(properties, "framerate", picture.framesPerKilosecond() / 1000.0);
        }
        put(properties, "videocodecid", codec == VideoCodec.AVC ? 7 : FourCc.of(codec));
    }

    private static void putSound(Map<String, AmfValue> properties, AudioCodec codec,
            Traits.Sound sound) {
        if (properties.containsKey("audiocodecid")) {
            return;
        }
        put(properties, "audiocodecid", switch (codec) {
            case AAC -> 10;
            case MP3 -> 2;
            case OPUS, FLAC, AC3, EAC3 -> FourCc.of(codec);
        });
        put(properties, "audiosamplerate", sound.sampleRateHz());
        properties.put("stereo", new AmfValue.Bool(sound.channels() == 2));
    }

    private static void put(Map<String, AmfValue> properties, String name, double value) {
        properties.put(name, new AmfValue.Num(value));
    }
}
