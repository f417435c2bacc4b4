package io.freshet.format.relay;

import io.freshet.format.amf.AmfValue;
import io.freshet.format.amf.AmfValue.Num;
import io.freshet.format.amf.AmfValue.Obj;
import io.freshet.format.amf.AmfValue.StrictArray;
import io.freshet.format.amf.AmfValue.Text;
import io.freshet.format.flv.FlvTrackIds;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Codec;
import io.freshet.media.DataCodec;
import io.freshet.media.Kind;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// All tracks of a stream as the value of `onFreshetTracks`, and which of FLV's they are.
///
/// FLV cannot say that a track is gone, what its id was or what an encoder had announced; nodes
/// must agree on all of it.
///
/// Spec: docs/relay.md, Tracks
///
/// @param tracks as the leader has them
/// @param onWire by the id that an FLV demuxer gives a track
record RelayTracks(Tracks tracks, Map<Integer, Track> onWire) {

    static final String NAME = "onFreshetTracks";

    /// Parameter sets of 8K with everything in them are a tenth of it.
    private static final int CONFIGURATION_BYTES_MAX = 8 << 10;

    /// @param wireNumber FLV's number of the track with an id; negative if it is not sent
    static AmfValue write(Tracks tracks, IntUnaryOperator wireNumber) {
        List<AmfValue> all = new ArrayList<>();
        for (Track track : tracks.all()) {
            Map<String, AmfValue> fields = new LinkedHashMap<>();
            fields.put("id", new Num(track.id()));
            fields.put("wire", new Num(wireNumber.applyAsInt(track.id())));
            fields.put("kind", new Text(track.kind().name()));
            fields.put("codec", new Text(name(track.codec())));
            fields.put("timescale", new Num(track.timescale()));
            fields.put("configuration",
                    new Text(HexFormat.of().formatHex(track.configuration().toArray())));
            fields.put("codecs", new Text(track.codecString()));
            fields.put("language", new Text(track.language()));
            fields.put("traits", traits(track.traits()));
            all.add(new Obj(fields));
        }
        return new StrictArray(all);
    }

    private static String name(Codec codec) {
        return switch (codec) {
            case VideoCodec video -> video.name();
            case AudioCodec audio -> audio.name();
            case DataCodec data -> data.name();
        };
    }

    private static AmfValue traits(Traits traits) {
        return numbers(switch (traits) {
            case Traits.Picture picture -> List.of(picture.width(), picture.height(),
                    picture.framesPerKilosecond(), picture.reorderFrames());
            case Traits.Sound sound -> List.of(sound.sampleRateHz(), sound.channels(),
                    sound.samplesPerFrame());
            case Traits.None _ -> List.of();
        });
    }

    private static AmfValue numbers(List<Integer> numbers) {
        return new StrictArray(numbers.stream().<AmfValue>map(Num::new).toList());
    }

    static RelayTracks parse(AmfValue value) throws MalformedMediaException {
        if (!(value instanceof StrictArray(List<AmfValue> items))
                || items.size() > Tracks.MAX_COUNT) {
            throw new MalformedMediaException(NAME + ": no list of tracks", 0);
        }
        List<Track> all = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        Map<Integer, Track> onWire = new HashMap<>();
        for (AmfValue item : items) {
            Fields fields = new Fields(NAME, item);
            int wire = fields.integer("wire", -1, 255);
            Track track = track(fields);
            fields.end();
            boolean known = wire >= 0 && onWire.put(wireId(track, wire), track) != null;
            if (!ids.add(track.id()) || known) {
                throw fields.bad("a track occurs twice");
            }
            all.add(track);
        }
        return new RelayTracks(new Tracks(all), onWire);
    }

    private static int wireId(Track track, int number) {
        return switch (track.kind()) {
            case VIDEO -> FlvTrackIds.video(number);
            case AUDIO -> FlvTrackIds.audio(number);
            case DATA -> FlvTrackIds.SCRIPT;
        };
    }

    private static Track track(Fields fields) throws MalformedMediaException {
        Codec codec = codec(fields);
        String hex = fields.text("configuration", 2 * CONFIGURATION_BYTES_MAX);
        if (!hex.matches("([0-9a-f]{2})*")) {
            throw fields.bad("configuration is not hexadecimal");
        }
        return new Track(fields.integer("id", 1, Integer.MAX_VALUE), codec,
                fields.integer("timescale", 1, Integer.MAX_VALUE), Bytes.ofHex(hex),
                fields.text("codecs", 64), traits(fields, codec.kind()),
                fields.text("language", 64));
    }

    private static Codec codec(Fields fields) throws MalformedMediaException {
        String kind = fields.text("kind", 16);
        String name = fields.text("codec", 16);
        try {
            return switch (Kind.valueOf(kind)) {
                case VIDEO -> VideoCodec.valueOf(name);
                case AUDIO -> AudioCodec.valueOf(name);
                case DATA -> DataCodec.valueOf(name);
            };
        } catch (IllegalArgumentException unknown) {
            throw fields.bad("unknown codec " + kind + " " + name);
        }
    }

    private static Traits traits(Fields fields, Kind kind) throws MalformedMediaException {
        List<Integer> numbers = new ArrayList<>();
        if (!(fields.value("traits") instanceof StrictArray(List<AmfValue> items))) {
            throw fields.bad("traits are no list");
        }
        for (AmfValue item : items) {
            if (!(item instanceof Num(double number)) || number != Math.rint(number) || number < -1
                    || number > Integer.MAX_VALUE || numbers.size() == 4) {
                throw fields.bad("a trait is no number");
            }
            numbers.add((int) number);
        }
        int wanted = switch (kind) {
            case VIDEO -> 4;
            case AUDIO -> 3;
            case DATA -> 0;
        };
        if (numbers.size() != wanted) {
            throw fields.bad(numbers.size() + " traits, not " + wanted);
        }
        return switch (kind) {
            case VIDEO -> new Traits.Picture(numbers.get(0), numbers.get(1), numbers.get(2),
                    numbers.get(3));
            case AUDIO -> new Traits.Sound(numbers.get(0), numbers.get(1), numbers.get(2));
            case DATA -> new Traits.None();
        };
    }
}
