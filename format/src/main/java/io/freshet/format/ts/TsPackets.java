package io.freshet.format.ts;

import io.freshet.media.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Cuts sections and PES packets into packets of 188 bytes.
///
/// ```
/// 01000111, E S P and 13 bits of PID, 00 AF CCCC    start flag, adaptation, payload, counter
/// adaptation: length, D R _ P 0000, [PCR], FF...    discontinuity, random access, PCR
/// ```
///
/// Threading: confined to one call of [TsSegmentWriter].
///
/// Spec: ISO/IEC 13818-1:2023, 2.4.3.2 to 2.4.3.5
final class TsPackets {

    static final int PACKET_BYTES = 188;

    private static final int HEADER_BYTES = 4;
    private static final int BODY_BYTES = PACKET_BYTES - HEADER_BYTES;
    private static final int DISCONTINUITY = 0x80;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int HAS_PCR = 0x10;

    private final Map<Integer, Integer> counters = new HashMap<>();
    private byte[] out;
    private int size;

    /// @param expectedBytes how large it will be, about
    TsPackets(int expectedBytes) {
        out = new byte[Math.max(PACKET_BYTES, expectedBytes)];
    }

    /// A section that fits into one packet.
    void section(int pid, byte[] section) {
        byte[] body = new byte[BODY_BYTES - 2];
        Arrays.fill(body, (byte) 0xFF);
        body[0] = 0;
        System.arraycopy(section, 0, body, 1, section.length);
        pes(pid, false, body, body.length);
    }

    /// A clock reference alone. Its counter stays, since it has no payload: nothing to be
    /// continuous, and the discontinuity flag would say that the clock itself had jumped.
    void pcr(int pid, long base) {
        int at = begin(pid, false, 0x20, 0);
        out[at] = (byte) (BODY_BYTES - 1);
        out[at + 1] = HAS_PCR;
        out[at + 2] = (byte) (base >> 25);
        out[at + 3] = (byte) (base >> 17);
        out[at + 4] = (byte) (base >> 9);
        out[at + 5] = (byte) (base >> 1);
        // The lowest bit, six reserved ones, and nine bits of 27 MHz that are zero.
        out[at + 6] = (byte) ((base & 1) << 7 | 0x7E);
        out[at + 7] = 0;
        Arrays.fill(out, at + 8, at + BODY_BYTES, (byte) 0xFF);
    }

    /// Data of a PES packet, its header included; the first of its PID says that counting begins.
    ///
    /// @param randomAccess whether a decoder can begin here
    void pes(int pid, boolean randomAccess, byte[] data, int length) {
        int flags = (counters.containsKey(pid) ? 0 : DISCONTINUITY)
                | (randomAccess ? RANDOM_ACCESS : 0);
        int done = 0;
        while (done < length) {
            int counter = counters.getOrDefault(pid, 0);
            counters.put(pid, counter + 1 & 15);
            int fields = done == 0 && flags != 0 ? 2 : 0;
            int part = Math.min(length - done, BODY_BYTES - fields);
            int adaptation = BODY_BYTES - part;
            int at = begin(pid, done == 0, adaptation > 0 ? 0x30 : 0x10, counter);
            if (adaptation > 0) {
                out[at] = (byte) (adaptation - 1);
            }
            if (adaptation > 1) {
                out[at + 1] = (byte) (done == 0 ? flags : 0);
                Arrays.fill(out, at + 2, at + adaptation, (byte) 0xFF);
            }
            System.arraycopy(data, done, out, at + adaptation, part);
            done += part;
        }
    }

    /// All packets.
    Bytes finish() {
        return Bytes.wrap(out, 0, size);
    }

    /// Writes a header and returns where the body begins.
    private int begin(int pid, boolean start, int control, int counter) {
        if (size + PACKET_BYTES > out.length) {
            out = Arrays.copyOf(out, Math.max(size + PACKET_BYTES, size / 2 * 3));
        }
        int at = size;
        size += PACKET_BYTES;
        out[at] = 0x47;
        out[at + 1] = (byte) ((start ? 0x40 : 0) | pid >> 8);
        out[at + 2] = (byte) pid;
        out[at + 3] = (byte) (control | counter);
        return at + HEADER_BYTES;
    }
}
