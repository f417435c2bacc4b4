package io.freshet.format.aac;

import io.freshet.format.bits.BitReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/// The header before each AAC frame in MPEG-TS and packed audio.
///
/// ```
/// 111111111111 V LL A    sync, MPEG version, layer 00, no checksum
/// PP RRRR _ CCC ____     profile = object type - 1, rate index, private, channels, copyright
/// 13 bits of length      header included
/// 11 bits of fullness    of the decoder's buffer; all ones: variable bit rate
/// NN                     raw data blocks - 1
/// ```
///
/// HE-AAC is not announced: the header shows the core, decoders find the rest.
///
/// @param objectType           1 Main, 2 LC, 3 SSR, 4 LTP
/// @param sampleRateHz         one of the thirteen in the table
/// @param channelConfiguration 0 to 7; 0: the frame begins with a program config element
/// @param frameBytes           header included, 7 to 8191
/// @param rawDataBlocks        access units in the frame, 1 to 4; everybody writes 1
/// @param checksum             two bytes of it follow the header
///
/// Spec: ISO/IEC 14496-3:2019, 1.A.3.2
public record AdtsHeader(int objectType, int sampleRateHz, int channelConfiguration,
        int frameBytes, int rawDataBlocks, boolean checksum) {

    /// Bytes of a header without checksum: what [#parse] consumes and [#write] makes.
    public static final int BYTES = 7;

    private static final int MAX_FRAME_BYTES = (1 << 13) - 1;
    private static final int VARIABLE_RATE = 0x7FF;

    /// Reads 7 bytes; a checksum behind them is not consumed.
    public static AdtsHeader parse(ByteBuffer bytes) throws MalformedMediaException {
        BitReader bits = BitReader.of("ADTS header", bytes);
        if (bits.bits(12) != 0xFFF) {
            throw bits.malformed("does not begin with a sync word");
        }
        bits.bits(1); // MPEG-2 or MPEG-4: decoders do not care
        if (bits.bits(2) != 0) {
            throw bits.malformed("has a layer");
        }
        boolean checksum = !bits.flag();
        int objectType = bits.bits(2) + 1;
        int sampleRateHz = SampleRate.readIndexed(bits);
        bits.bits(1);
        int channelConfiguration = bits.bits(3);
        bits.bits(4);
        int frameBytes = bits.bits(13);
        bits.bits(11);
        int rawDataBlocks = bits.bits(2) + 1;
        if (frameBytes < (checksum ? BYTES + 2 : BYTES)) {
            throw bits.malformed("has a frame of " + frameBytes + " bytes");
        }
        bytes.position(bytes.position() + BYTES);
        return new AdtsHeader(objectType, sampleRateHz, channelConfiguration, frameBytes,
                rawDataBlocks, checksum);
    }

    /// The header for one raw access unit.
    ///
    /// @param payloadBytes length of the access unit
    /// @throws UnsupportedMediaException if ADTS has no words for the configuration or the length
    public static AdtsHeader of(AudioSpecificConfig config, int payloadBytes)
            throws UnsupportedMediaException {
        if (SampleRate.index(config.sampleRateHz()) < 0) {
            throw new UnsupportedMediaException("ADTS at " + config.sampleRateHz() + " Hz");
        }
        if (config.channelConfiguration() < 1 || config.channelConfiguration() > 7) {
            throw new UnsupportedMediaException(
                    "ADTS with channel configuration " + config.channelConfiguration());
        }
        if (config.shortFrames()) {
            throw new UnsupportedMediaException("ADTS with 960 samples in a frame");
        }
        if (payloadBytes > MAX_FRAME_BYTES - BYTES) {
            throw new UnsupportedMediaException("ADTS frame of " + payloadBytes + " bytes");
        }
        return new AdtsHeader(config.objectType(), config.sampleRateHz(),
                config.channelConfiguration(), BYTES + payloadBytes, 1, false);
    }

    /// The seven bytes, as MPEG-4 and for variable bit rate. Only for one without a checksum.
    public Bytes write() {
        return new BitWriter().write(0xFFF1, 16)
                .write(objectType - 1, 2).write(SampleRate.index(sampleRateHz), 4)
                .write(0, 1).write(channelConfiguration, 3).write(0, 4)
                .write(frameBytes, 13).write(VARIABLE_RATE, 11).write(rawDataBlocks - 1, 2)
                .finish();
    }

    /// How many bytes precede the access unit: 7, or 9 with a checksum.
    public int headerBytes() {
        return checksum ? BYTES + 2 : BYTES;
    }

    /// What a decoder needs to know, for one who has no other configuration.
    ///
    /// @throws UnsupportedMediaException if it lies in a program config element inside the frame
    public AudioSpecificConfig config() throws UnsupportedMediaException {
        if (channelConfiguration == 0) {
            throw new UnsupportedMediaException("ADTS with a program config element");
        }
        return new AudioSpecificConfig(objectType, sampleRateHz, channelConfiguration,
                ProgramConfig.NONE, false, SbrSignal.SILENT);
    }
}
