package io.freshet.format.amf;

import io.freshet.format.amf.AmfValue.Binary;
import io.freshet.format.amf.AmfValue.Bool;
import io.freshet.format.amf.AmfValue.Date;
import io.freshet.format.amf.AmfValue.EcmaArray;
import io.freshet.format.amf.AmfValue.Num;
import io.freshet.format.amf.AmfValue.Obj;
import io.freshet.format.amf.AmfValue.StrictArray;
import io.freshet.format.amf.AmfValue.Text;
import io.freshet.format.amf.AmfValue.Typed;
import io.freshet.media.Bytes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Named AMF values and their bytes; they drive parsing, writing and the fuzz seeds.
final class AmfCases {

    /// @param hex       the bytes of one value
    /// @param canonical whether writing `value` gives `hex` again
    record Case(String name, String hex, AmfValue value, boolean canonical) {

        byte[] bytes() {
            return Bytes.ofHex(hex).toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private AmfCases() {
    }

    static Stream<byte[]> seeds() {
        return all().stream().map(Case::bytes);
    }

    static List<Case> all() {
        return Stream.concat(amf0(), amf3()).toList();
    }

    private static Stream<Case> amf0() {
        return Stream.of(
                wire("number", "00 3FF0000000000000", new Num(1)),
                wire("not a number", "00 7FF8000000000000", new Num(Double.NaN)),
                wire("true", "01 01", new Bool(true)),
                wire("false", "01 00", new Bool(false)),
                read("any byte but 0 is true", "01 07", new Bool(true)),
                wire("string", "02 0003 6C6976", new Text("liv")),
                wire("empty string", "02 0000", new Text("")),
                wire("string with two-byte letters", "02 0004 C3A4C3B6", new Text("äö")),
                read("string that is no UTF-8", "02 0001 FF", new Text("\uFFFD")),
                wire("null", "05", AmfValue.NULL),
                wire("undefined", "06", AmfValue.UNDEFINED),
                read("unsupported", "0D", AmfValue.UNDEFINED),
                wire("empty object", "03 0000 09", new Obj(Map.of())),
                wire("object", "03 0001 61 0100 0000 09", new Obj(Map.of("a", new Bool(false)))),
                wire("object with a nameless property", "03 0000 05 0000 09",
                        new Obj(Map.of("", AmfValue.NULL))),
                wire("object in an object", "03 0001 61 03 0000 09 0000 09",
                        new Obj(Map.of("a", new Obj(Map.of())))),
                wire("associative array", "08 00000001 0001 61 05 0000 09",
                        new EcmaArray(Map.of("a", AmfValue.NULL))),
                read("associative array whose length says 0", "08 00000000 0001 61 05 0000 09",
                        new EcmaArray(Map.of("a", AmfValue.NULL))),
                read("associative array without its end marker", "08 00000001 0001 61 05",
                        new EcmaArray(Map.of("a", AmfValue.NULL))),
                wire("strict array", "0A 00000002 05 0101",
                        new StrictArray(List.of(AmfValue.NULL, new Bool(true)))),
                wire("date", "0B 4059000000000000 FFC4", new Date(100, (short) -60)),
                read("long string that is short", "0C 00000001 61", new Text("a")),
                wire("long string", "0C 00010000" + "61".repeat(65_536),
                        new Text("a".repeat(65_536))),
                read("XML document", "0F 00000004 3C612F3E", new Text("<a/>")),
                wire("typed object", "10 0001 43 0001 61 05 0000 09",
                        new Typed("C", Map.of("a", AmfValue.NULL))));
    }

    private static Stream<Case> amf3() {
        return Stream.of(
                read("AMF3 undefined", "11 00", AmfValue.UNDEFINED),
                read("AMF3 null", "11 01", AmfValue.NULL),
                read("AMF3 false", "11 02", new Bool(false)),
                read("AMF3 true", "11 03", new Bool(true)),
                read("AMF3 one byte integer", "11 04 7F", new Num(127)),
                read("AMF3 two byte integer", "11 04 8100", new Num(128)),
                read("AMF3 three byte integer", "11 04 FFFF7F", new Num(2_097_151)),
                read("AMF3 largest integer", "11 04 BFFFFFFF", new Num(268_435_455)),
                read("AMF3 minus one", "11 04 FFFFFFFF", new Num(-1)),
                read("AMF3 double", "11 05 3FF0000000000000", new Num(1)),
                read("AMF3 string", "11 06 05 6162", new Text("ab")),
                read("AMF3 XML", "11 0B 09 3C612F3E", new Text("<a/>")),
                read("AMF3 date", "11 08 01 4059000000000000", new Date(100, (short) 0)),
                wire("AMF3 byte array", "11 0C 07 010203", new Binary(Bytes.ofHex("010203"))),
                wire("AMF3 byte array of 100 bytes", "11 0C 8149" + "00".repeat(100),
                        new Binary(Bytes.wrap(new byte[100]))),
                wire("AMF3 byte array of 10 000 bytes", "11 0C 819C21" + "00".repeat(10_000),
                        new Binary(Bytes.wrap(new byte[10_000]))),
                read("AMF3 dense array", "11 09 05 01 02 03",
                        new StrictArray(List.of(new Bool(false), new Bool(true)))),
                read("AMF3 array with names", "11 09 03 03 61 02 01 03",
                        new EcmaArray(Map.of("a", new Bool(false), "0", new Bool(true)))),
                read("AMF3 dynamic object", "11 0A 0B 01 03 61 02 01",
                        new Obj(Map.of("a", new Bool(false)))),
                read("AMF3 object with sealed members", "11 0A 23 03 43 03 61 03 62 02 03",
                        new Typed("C", Map.of("a", new Bool(false), "b", new Bool(true)))),
                read("AMF3 string reference", "11 09 05 01 06 03 61 06 00",
                        new StrictArray(List.of(new Text("a"), new Text("a")))),
                read("AMF3 object reference", "11 09 05 01 0A 0B 01 01 0A 02",
                        new StrictArray(List.of(new Obj(Map.of()), new Obj(Map.of())))),
                read("AMF3 traits reference", "11 09 05 01 0A 13 01 03 61 02 0A 01 03",
                        new StrictArray(List.of(new Obj(Map.of("a", new Bool(false))),
                                new Obj(Map.of("a", new Bool(true)))))));
    }

    private static Case wire(String name, String hex, AmfValue value) {
        return new Case(name, hex, value, true);
    }

    private static Case read(String name, String hex, AmfValue value) {
        return new Case(name, hex, value, false);
    }
}
