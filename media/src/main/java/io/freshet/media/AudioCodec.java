package io.freshet.media;

/// Audio codecs, with the form that a [Frame] payload and a [Track] configuration have.
public enum AudioCodec implements Codec {
    /// Payload: one raw access unit without ADTS; configuration: AudioSpecificConfig.
    AAC("AAC"),
    /// Payload: one packet; configuration: the identification header `OpusHead` of RFC 7845.
    OPUS("Opus"),
    /// Payload: one frame with its header; no configuration.
    MP3("MP3"),
    /// Payload: one frame; configuration: `fLaC` and the STREAMINFO block.
    FLAC("FLAC"),
    /// Payload: one sync frame; configuration: the body of `dac3` (ETSI TS 102 366, F.4).
    AC3("AC-3"),
    /// Payload: one access unit of sync frames; configuration: the body of `dec3` (F.6 there).
    EAC3("E-AC-3");

    private final String label;

    AudioCodec(String label) {
        this.label = label;
    }

    @Override
    public Kind kind() {
        return Kind.AUDIO;
    }

    @Override
    public String label() {
        return label;
    }
}
