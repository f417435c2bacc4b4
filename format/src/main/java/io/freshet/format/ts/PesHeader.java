package io.freshet.format.ts;

import java.nio.ByteBuffer;

/// What precedes one or more access units of an elementary stream.
///
/// ```
/// 000001, stream id, length           length 0: a video unit until the next begins
/// 10 00 0 1 00                        data alignment: an access unit begins behind it
/// PD 000000, header length            PTS, DTS
/// 001P PTS 32..30 1, PTS 29..15 1, PTS 14..0 1; the same for DTS
/// ```
///
/// @param video      stream id E0, else C0
/// @param pts        33 bits
/// @param dts        33 bits; written if it differs from `pts`
/// @param dataLength bytes that follow
///
/// Spec: ISO/IEC 13818-1:2023, 2.4.3.6
record PesHeader(boolean video, long pts, long dts, int dataLength) {

    /// With both stamps.
    static final int MAX_BYTES = 19;

    private static final int MAX_LENGTH = 0xFFFF;

    void write(ByteBuffer target) {
        boolean both = pts != dts;
        int stampBytes = both ? 10 : 5;
        int length = 3 + stampBytes + dataLength;
        target.putInt(video ? 0x1E0 : 0x1C0);
        target.putShort((short) (video || length > MAX_LENGTH ? 0 : length));
        target.put((byte) 0x84).put((byte) (both ? 0xC0 : 0x80)).put((byte) stampBytes);
        writeStamp(both ? 3 : 2, pts, target);
        if (both) {
            writeStamp(1, dts, target);
        }
    }

    private static void writeStamp(int prefix, long stamp, ByteBuffer target) {
        target.put((byte) (prefix << 4 | (int) (stamp >> 30 & 7) << 1 | 1));
        target.putShort((short) ((int) (stamp >> 15 & 0x7FFF) << 1 | 1));
        target.putShort((short) ((int) (stamp & 0x7FFF) << 1 | 1));
    }
}
