package io.freshet.protocol.rtmp.chunk;

import java.util.HexFormat;
import java.util.List;

/// Chunks by name, and the messages in them: feeds the reader's test, the faults and the fuzzer.
enum ChunkCases {

    FORMAT_0("04 0003e8 000003 08 01000000 aabbcc", "8/1@1000 aabbcc"),
    EMPTY_MESSAGE("04 000000 000000 09 01000000", "9/1@0 "),
    FORMAT_1_ADDS_ITS_DELTA(
            "04 0003e8 000001 08 01000000 aa  44 000017 000002 08 bbcc",
            "8/1@1000 aa", "8/1@1023 bbcc"),
    FORMAT_2_KEEPS_LENGTH_AND_TYPE(
            "04 0003e8 000001 08 01000000 aa  84 000017 bb",
            "8/1@1000 aa", "8/1@1023 bb"),
    FORMAT_3_REPEATS_THE_DELTA(
            "04 0003e8 000001 08 01000000 aa  84 000017 bb  c4 cc  c4 dd",
            "8/1@1000 aa", "8/1@1023 bb", "8/1@1046 cc", "8/1@1069 dd"),
    FORMAT_3_BEHIND_FORMAT_0_TAKES_ITS_TIME_AS_DELTA(
            "04 000028 000001 08 01000000 aa  c4 bb", "8/1@40 aa", "8/1@80 bb"),
    TWO_BYTE_CHUNK_STREAM_ID("00 ff 000000 000001 08 01000000 aa  80ff 000001 bb",
            "8/1@0 aa", "8/1@1 bb"),
    THREE_BYTE_CHUNK_STREAM_ID("01 ffff 000000 000001 08 01000000 aa  c1ffff bb",
            "8/1@0 aa", "8/1@0 bb"),
    SAME_ID_IN_TWO_FORMS("00 01 000005 000001 08 01000000 aa  81 0100 000001 bb",
            "8/1@5 aa", "8/1@6 bb"),
    SMALL_CHUNKS_INTERLEAVE(
            "02 000000 000004 01 00000000 00000002"
            + " 04 000000 000003 08 01000000 a1a2  06 000000 000003 09 01000000 b1b2"
            + " c4 a3 c6 b3", "8/1@0 a1a2a3", "9/1@0 b1b2b3"),
    ABORT_DROPS_WHAT_HAS_COME(
            "02 000000 000004 01 00000000 00000002"
            + " 04 000000 000003 08 01000000 a1a2  02 000000 000004 02 00000000 0000 c2 0004"
            + " 84 000007 b1b2 c4 b3", "8/1@7 b1b2b3"),
    EXTENDED_TIMESTAMP("04 ffffff 000001 08 01000000 01000000 aa", "8/1@16777216 aa"),
    EXTENDED_TIMESTAMP_OF_EXACTLY_24_ONES("04 ffffff 000001 08 01000000 00ffffff aa",
            "8/1@16777215 aa"),
    EXTENDED_DELTA("04 000005 000001 08 01000000 aa 84 ffffff 01000000 bb",
            "8/1@5 aa", "8/1@16777221 bb"),
    EXTENDED_TIMESTAMP_REPEATED(
            "02 000000 000004 01 00000000 00000002"
            + " 04 ffffff 000005 08 01000000 01020304 a1a2 c4 01020304 a3a4 c4 01020304 a5",
            "8/1@16909060 a1a2a3a4a5"),
    OBS_BEFORE_30_1_DOES_NOT_REPEAT_THE_EXTENDED_TIMESTAMP(
            "02 000000 000004 01 00000000 00000002"
            + " 04 ffffff 000005 08 01000000 01020304 a1a2 c4 a3a4 c4 a5",
            "8/1@16909060 a1a2a3a4a5"),
    EXTENDED_TIMESTAMP_NOT_REPEATED_BUT_THE_BODY_BEGINS_ALIKE(
            "02 000000 000004 01 00000000 00000001"
            + " 04 ffffff 000003 08 01000000 01020304 a1 c4 01 c4 02"
            + " 04 000000 000001 08 01000000 aa",
            "8/1@16909060 a10102", "8/1@0 aa"),
    EXTENDED_TIMESTAMP_REPEATED_AS_ABSOLUTE_TIME(
            "02 000000 000004 01 00000000 00000002"
            + " 04 000001 000001 08 01000000 aa"
            + " 44 ffffff 000003 08 01020303 a1a2 c4 01020304 a3",
            "8/1@1 aa", "8/1@16909060 a1a2a3"),
    TIME_WRAPS("04 ffffff 000001 08 01000000 ffffffff aa 84 000002 bb",
            "8/1@4294967295 aa", "8/1@1 bb"),
    TIME_STANDS_STILL("04 0000f9 000001 08 01000000 aa 44 000000 000001 08 bb c4 cc 84 000007 dd",
            "8/1@249 aa", "8/1@249 bb", "8/1@249 cc", "8/1@256 dd"),
    DELTA_BACKWARDS_MODULO_2_32(
            "04 0003e8 000001 08 01000000 aa 84 ffffff ffffffec bb 84 000017 cc",
            "8/1@1000 aa", "8/1@980 bb", "8/1@1003 cc"),
    DELTA_BACKWARDS_IN_A_MESSAGE_OF_TWO_CHUNKS(
            "02 000000 000004 01 00000000 00000002"
            + " 04 0003e8 000001 08 01000000 aa"
            + " 44 ffffff 000003 08 ffffffec b1b2 c4 ffffffec b3 84 000001 c1c2 c4 c3",
            "8/1@1000 aa", "8/1@980 b1b2b3", "8/1@981 c1c2c3"),
    DELTA_BACKWARDS_BELOW_ZERO(
            "04 000005 000001 08 01000000 aa 84 ffffff fffffff6 bb 84 00000a cc",
            "8/1@5 aa", "8/1@4294967291 bb", "8/1@5 cc"),
    FORMAT_3_BEGINS_A_MESSAGE_AND_REPEATS_THE_EXTENDED_DELTA(
            "04 000005 000001 08 01000000 aa 84 ffffff 01000000 bb c4 01000000 cc",
            "8/1@5 aa", "8/1@16777221 bb", "8/1@33554437 cc"),
    FORMAT_3_BEGINS_A_MESSAGE_WITHOUT_THE_EXTENDED_DELTA(
            "04 000005 000001 08 01000000 aa 84 ffffff 01000000 bb c4 cc c4 dd",
            "8/1@5 aa", "8/1@16777221 bb", "8/1@33554437 cc", "8/1@50331653 dd"),
    FORMAT_3_BEHIND_AN_EXTENDED_FORMAT_0(
            "04 ffffff 000001 08 01000000 01000000 aa c4 01000000 bb",
            "8/1@16777216 aa", "8/1@33554432 bb"),
    SHORT_DELTA_ENDS_THE_EXTENDED_ONE(
            "04 ffffff 000001 08 01000000 01000000 aa 84 000017 01 c4 02",
            "8/1@16777216 aa", "8/1@16777239 01", "8/1@16777262 02"),
    EXTENDED_ON_ONE_CHUNK_STREAM_ALONE(
            "02 000000 000004 01 00000000 00000002"
            + " 04 ffffff 000003 08 01000000 01000000 a1a2 06 000007 000003 09 01000000 b1b2"
            + " c6 b3 c4 01000000 a3", "9/1@7 b1b2b3", "8/1@16777216 a1a2a3"),
    EXTENDED_REPEATED_IN_A_LATER_MESSAGE_OF_TWO_CHUNKS(
            "02 000000 000004 01 00000000 00000002"
            + " 04 ffffff 000003 08 01000000 01000000 a1a2 c4 01000000 a3"
            + " 84 000014 b1b2 c4 b3", "8/1@16777216 a1a2a3", "8/1@16777236 b1b2b3"),
    LIBRTMP_BEGINS_CHUNK_STREAM_2_WITH_FORMAT_1("42 000005 000006 04 00070000 0001",
            "4/0@5 000700000001"),
    LONGER_HEADER_THAN_NEEDED_INSIDE_A_MESSAGE(
            "02 000000 000004 01 00000000 00000002"
            + " 04 000009 000003 08 01000000 a1a2 44 000000 000003 08 a3",
            "8/1@9 a1a2a3"),
    CHUNK_SIZE_OF_2_31_MINUS_1_IS_NO_CUTTING(
            "02 000000 000004 01 00000000 7fffffff 04 000000 000001 08 01000000 aa",
            "8/1@0 aa");

    private final String hex;
    private final String lines;

    ChunkCases(String hex, String... messages) {
        this.hex = hex.replace(" ", "");
        this.lines = String.join("\n", messages);
    }

    byte[] wire() {
        return HexFormat.of().parseHex(hex);
    }

    List<String> messages() {
        return lines.lines().toList();
    }
}
