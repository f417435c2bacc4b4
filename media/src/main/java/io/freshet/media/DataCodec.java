package io.freshet.media;

/// What a data track carries.
public enum DataCodec implements Codec {
    /// Payload: one AMF0 script message: its name, then its values (`onMetaData`, cue points).
    SCRIPT("script"),
    /// Payload: one ID3v2 tag.
    ID3("ID3"),
    /// Payload: one splice_info_section.
    SCTE35("SCTE-35");

    private final String label;

    DataCodec(String label) {
        this.label = label;
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
    }

    @Override
    public String label() {
        return label;
    }
}
