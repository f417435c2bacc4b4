package io.freshet.media;

/// Video codecs, with the form that a [Frame] payload and a [Track] configuration have.
public enum VideoCodec implements Codec {
    /// Payload: NAL units with a 4-byte length, no AUD, no parameter sets; configuration: avcC.
    AVC("H.264"),
    /// Payload: NAL units with a 4-byte length, no AUD, no parameter sets; configuration: hvcC.
    HEVC("H.265"),
    /// Payload: low-overhead OBUs without temporal delimiters; configuration: av1C.
    AV1("AV1"),
    /// Payload: one frame or superframe; configuration: vpcC (version and flags included).
    VP9("VP9");

    private final String label;

    VideoCodec(String label) {
        this.label = label;
    }

    @Override
    public Kind kind() {
        return Kind.VIDEO;
    }

    @Override
    public String label() {
        return label;
    }
}
