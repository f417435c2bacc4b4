package io.freshet.format.relay;

import io.freshet.format.amf.AmfValue;
import io.freshet.format.amf.AmfValue.Bool;
import io.freshet.format.amf.AmfValue.Num;
import io.freshet.format.amf.AmfValue.Obj;
import io.freshet.format.amf.AmfValue.Text;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Mark;
import io.freshet.media.Timestamp;
import io.freshet.media.Tracks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// One mark as the value of `onFreshetMark`.
///
/// Threading: stateless.
/// Spec: docs/relay.md, Marks
final class RelayMark {

    static final String NAME = "onFreshetMark";

    private static final int DIGEST_CHARS_MAX = 64;

    private RelayMark() {
    }

    static AmfValue write(Mark mark) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        switch (mark) {
            case Mark.Cut cut -> {
                fields.put("kind", new Text("cut"));
                fields.put("tag", new Num(cut.sessionTag()));
                fields.put("number", new Num(cut.number()));
                at(fields, cut.start());
                fields.put("target", new Num(cut.targetSeconds()));
                fields.put("discontinuity", new Num(cut.discontinuity()));
                fields.put("breaks", new Bool(cut.breaks()));
                fields.put("gap", new Num(cut.gapTicks()));
                fields.put("digests", digests(cut.initDigests()));
                fields.put("date", new Num(cut.dateOffsetMs()));
                fields.put("token", new Num(cut.token()));
                fields.put("forced", new Bool(cut.forced()));
            }
            case Mark.EndOfStream end -> {
                fields.put("kind", new Text("end"));
                at(fields, end.at());
            }
            case Mark.TrackSilent silent -> {
                fields.put("kind", new Text("silent"));
                fields.put("track", new Num(silent.trackId()));
                at(fields, silent.at());
            }
            case Mark.TrackBack back -> {
                fields.put("kind", new Text("back"));
                fields.put("track", new Num(back.trackId()));
                at(fields, back.at());
            }
        }
        return new Obj(fields);
    }

    private static void at(Map<String, AmfValue> fields, Timestamp at) {
        fields.put("at", new Num(at.ticks()));
        fields.put("timescale", new Num(at.timescale()));
    }

    private static AmfValue digests(Map<Integer, String> digests) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        new TreeMap<>(digests).forEach((id, digest) ->
                fields.put(Integer.toString(id), new Text(digest)));
        return new Obj(fields);
    }

    static Mark parse(AmfValue value) throws MalformedMediaException {
        Fields fields = new Fields(NAME, value);
        String kind = fields.text("kind", 16);
        Timestamp at = new Timestamp(fields.number("at", -Fields.LONG_MAX, Fields.LONG_MAX),
                fields.integer("timescale", 1, Integer.MAX_VALUE));
        Mark mark = switch (kind) {
            case "cut" -> cut(fields, at);
            case "end" -> new Mark.EndOfStream(at);
            case "silent" -> new Mark.TrackSilent(track(fields), at);
            case "back" -> new Mark.TrackBack(track(fields), at);
            default -> throw fields.bad("unknown kind");
        };
        fields.end();
        return mark;
    }

    private static int track(Fields fields) throws MalformedMediaException {
        return fields.integer("track", 1, Integer.MAX_VALUE);
    }

    private static Mark.Cut cut(Fields fields, Timestamp at) throws MalformedMediaException {
        return new Mark.Cut(fields.integer("tag", Integer.MIN_VALUE, Integer.MAX_VALUE),
                fields.number("number", 0, Fields.LONG_MAX), at,
                fields.integer("target", 0, 3600),
                fields.integer("discontinuity", 0, Integer.MAX_VALUE), fields.flag("breaks"),
                fields.number("gap", 0, Fields.LONG_MAX), digests(fields.value("digests")),
                fields.number("date", -Fields.LONG_MAX, Fields.LONG_MAX),
                fields.number("token", 0, Fields.LONG_MAX), fields.flag("forced"));
    }

    private static Map<Integer, String> digests(AmfValue value) throws MalformedMediaException {
        Fields fields = new Fields(NAME + " digests", value);
        Map<Integer, String> digests = new LinkedHashMap<>();
        if (!(value instanceof Obj(Map<String, AmfValue> all)) || all.size() > Tracks.MAX_COUNT) {
            throw fields.bad("more than " + Tracks.MAX_COUNT);
        }
        for (String name : all.keySet()) {
            String digest = fields.text(name, DIGEST_CHARS_MAX);
            // It becomes part of URLs.
            if (!name.matches("[1-9][0-9]{0,8}") || !digest.matches("[0-9a-f]+")) {
                throw fields.bad("neither track nor digest");
            }
            digests.put(Integer.parseInt(name), digest);
        }
        return digests;
    }
}
