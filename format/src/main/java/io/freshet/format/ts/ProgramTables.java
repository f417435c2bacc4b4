package io.freshet.format.ts;

import java.nio.ByteBuffer;
import java.util.List;

/// The sections that say what is where: program association and program map.
///
/// ```
/// table id, 1011 and 12 bits of length, id, 11 VVVVV 1, section 0 of 0, content, CRC
/// ```
///
/// Spec: ISO/IEC 13818-1:2023, 2.4.4.4, 2.4.4.9 and annex A
final class ProgramTables {

    private static final int PROGRAM = 1;
    private static final int PAT_ID = 0x00;
    private static final int PMT_ID = 0x02;
    private static final int CRC_POLYNOMIAL = 0x04C11DB7;

    private ProgramTables() {
    }

    /// One elementary stream in the map.
    ///
    /// @param pid  its packets
    /// @param type its codec
    record Entry(int pid, StreamType type) {
    }

    /// One program, mapped in `pmtPid`.
    static byte[] association(int pmtPid) {
        ByteBuffer content = ByteBuffer.allocate(4);
        content.putShort((short) PROGRAM).putShort((short) (0xE000 | pmtPid));
        // The id of the transport stream means nothing outside a broadcaster's network.
        return section(PAT_ID, 1, content.array());
    }

    /// What the program consists of.
    static byte[] map(int pcrPid, List<Entry> entries) {
        ByteBuffer content = ByteBuffer.allocate(4 + 5 * entries.size());
        content.putShort((short) (0xE000 | pcrPid)).putShort((short) 0xF000);
        for (Entry entry : entries) {
            content.put((byte) entry.type().code()).putShort((short) (0xE000 | entry.pid()))
                    .putShort((short) 0xF000);
        }
        return section(PMT_ID, PROGRAM, content.array());
    }

    private static byte[] section(int table, int id, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(12 + content.length);
        out.put((byte) table).putShort((short) (0xB000 | 9 + content.length));
        out.putShort((short) id).put((byte) 0xC1).put((byte) 0).put((byte) 0).put(content);
        out.putInt(crc(out.array(), out.position()));
        return out.array();
    }

    private static int crc(byte[] bytes, int count) {
        int crc = -1;
        for (int i = 0; i < count; i++) {
            crc ^= bytes[i] << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ CRC_POLYNOMIAL : crc << 1;
            }
        }
        return crc;
    }
}
