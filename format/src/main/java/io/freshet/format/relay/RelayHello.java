package io.freshet.format.relay;

import io.freshet.format.amf.AmfValue;
import io.freshet.format.amf.AmfValue.Bool;
import io.freshet.format.amf.AmfValue.Num;
import io.freshet.format.amf.AmfValue.Obj;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a node says first, as the value of `onFreshetRelay`.
///
/// Spec: docs/relay.md, Hello
///
/// @param originMs what to add to the timestamps of the tags to get output time, ms; a multiple of
///                 2^32
/// @param token    of the leader that the first signals come from
/// @param gap      something is missing between what was asked for and the first signal
public record RelayHello(long originMs, long token, boolean gap) {

    static final String NAME = "onFreshetRelay";

    /// Another one has other messages; nodes of a cluster that is being upgraded speak the older.
    private static final int VERSION = 1;

    /// How a stream begins whose first frame lies there.
    public static RelayHello at(long firstMs, long token, boolean gap) {
        return new RelayHello(firstMs & -(1L << 32), token, gap);
    }

    AmfValue write() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("version", new Num(VERSION));
        fields.put("origin", new Num(originMs));
        fields.put("token", new Num(token));
        fields.put("gap", new Bool(gap));
        return new Obj(fields);
    }

    static RelayHello parse(AmfValue value) throws MediaException {
        if (value instanceof Obj object && object.number("version", VERSION) != VERSION) {
            throw new UnsupportedMediaException("relay version " + object.number("version", 0));
        }
        Fields fields = new Fields(NAME, value);
        fields.number("version", VERSION, VERSION);
        long origin = fields.number("origin", 0, Fields.LONG_MAX);
        if ((origin & (1L << 32) - 1) != 0) {
            throw new MalformedMediaException(NAME + ": origin is no multiple of 2^32", 0);
        }
        RelayHello hello = new RelayHello(origin, fields.number("token", 0, Fields.LONG_MAX),
                fields.flag("gap"));
        fields.end();
        return hello;
    }
}
