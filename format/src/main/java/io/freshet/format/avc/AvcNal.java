package io.freshet.format.avc;

/// NAL unit types that Freshet looks at.
///
/// Spec: ISO/IEC 14496-10:2022, table 7-1
final class AvcNal {

    static final int SLICE = 1;
    static final int PARTITION_A = 2;
    static final int IDR = 5;
    static final int SEI = 6;
    static final int SPS = 7;
    static final int PPS = 8;
    static final int AUD = 9;
    static final int FILLER = 12;
    static final int SPS_EXTENSION = 13;

    private AvcNal() {
    }

    /// The nal_unit_type in the first byte of a NAL unit.
    static int type(int header) {
        return header & 0x1F;
    }
}
