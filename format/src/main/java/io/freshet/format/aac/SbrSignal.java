package io.freshet.format.aac;

/// How a configuration announces spectral band replication (HE-AAC) and parametric stereo (v2).
///
/// @param form   where it says it
/// @param sbr    decoders play at [#rateHz], not at the core's rate
/// @param ps     decoders make two channels of one; only with `sbr`
/// @param rateHz samples a second as played, 0 without `sbr`
///
/// Spec: ISO/IEC 14496-3:2019, 1.6.5
public record SbrSignal(Form form, boolean sbr, boolean ps, int rateHz) {

    /// Where it is said.
    public enum Form {
        /// Nowhere. A core of 24 000 Hz or less may still carry it; only decoding tells.
        SILENT,
        /// Object type 5 or 29 comes first, the core's follows.
        HIERARCHICAL,
        /// Behind the core's configuration, where older decoders do not look (0x2b7, 0x548).
        BACKWARD_COMPATIBLE
    }

    /// Nothing is said.
    public static final SbrSignal SILENT = new SbrSignal(Form.SILENT, false, false, 0);
}
