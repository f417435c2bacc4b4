package io.freshet.format.aac;

import io.freshet.format.aac.SbrSignal.Form;
import io.freshet.format.bits.BitReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/// What an AAC decoder needs to know; the audio sequence header of RTMP, the inside of `esds`.
///
/// ```
/// AAAAA RRRR [24 bits of rate] CCCC    object type, sampling frequency, channel configuration
/// F D E [program config element]       GASpecificConfig: 960, core coder, extension
/// 01010110111 00101 S RRRR             backward-compatible SBR
/// 10101001000 P                        and PS
/// ```
///
/// @param objectType           the core's: 1 Main, 2 LC, 3 SSR, 4 LTP
/// @param sampleRateHz         the core's; half of what an HE-AAC decoder plays
/// @param channelConfiguration 1 to 7, 11 to 14; 0 if `programConfig` says it
/// @param programConfig        with channel configuration 0 only
/// @param shortFrames          960 samples in a frame, not 1024
/// @param sbr                  what is said about HE-AAC
///
/// Spec: ISO/IEC 14496-3:2019, 1.6.2.1 and 4.4.1
public record AudioSpecificConfig(int objectType, int sampleRateHz, int channelConfiguration,
        ProgramConfig programConfig, boolean shortFrames, SbrSignal sbr) {

    private static final int LTP = 4;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int ESCAPE = 31;
    private static final int SBR_SYNC = 0x2b7;
    private static final int PS_SYNC = 0x548;
    /// By channel configuration; 0 where it is reserved.
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

    /// Reads all that remains in `bytes`; what follows the known fields is ignored.
    ///
    /// @throws UnsupportedMediaException for another object type than AAC's own four
    public static AudioSpecificConfig parse(ByteBuffer bytes)
            throws MalformedMediaException, UnsupportedMediaException {
        BitReader bits = BitReader.of("AudioSpecificConfig", bytes);
        int first = readObjectType(bits);
        int sampleRateHz = SampleRate.read(bits);
        int channelConfiguration = bits.bits(4);
        boolean hierarchical = first == SBR || first == PS;
        int sbrRateHz = hierarchical ? SampleRate.read(bits) : 0;
        int objectType = hierarchical ? readObjectType(bits) : first;
        if (objectType < 1 || objectType > LTP) {
            throw new UnsupportedMediaException("MPEG-4 audio object type " + objectType);
        }
        if (channelConfiguration != 0 && CHANNELS[channelConfiguration] == 0) {
            throw bits.malformed("has the reserved channel configuration " + channelConfiguration);
        }
        boolean shortFrames = bits.flag();
        if (bits.flag()) {
            throw new UnsupportedMediaException("AAC that depends on a core coder");
        }
        boolean extended = bits.flag();
        ProgramConfig programConfig = channelConfiguration == 0
                ? ProgramConfig.parse(bits) : ProgramConfig.NONE;
        if (extended && bits.flag()) {
            throw new UnsupportedMediaException("AAC with a GASpecificConfig of version 3");
        }
        SbrSignal sbr = hierarchical
                ? new SbrSignal(Form.HIERARCHICAL, true, first == PS, sbrRateHz)
                : readBackwardCompatible(bits);
        bytes.position(bytes.limit());
        return new AudioSpecificConfig(
                objectType, sampleRateHz, channelConfiguration, programConfig, shortFrames, sbr);
    }

    /// The bytes that [#parse] reads.
    public Bytes write() {
        BitWriter bits = new BitWriter();
        boolean hierarchical = sbr.form() == Form.HIERARCHICAL;
        bits.write(!hierarchical ? objectType : sbr.ps() ? PS : SBR, 5);
        SampleRate.write(sampleRateHz, bits);
        bits.write(channelConfiguration, 4);
        if (hierarchical) {
            SampleRate.write(sbr.rateHz(), bits);
            bits.write(objectType, 5);
        }
        bits.flag(shortFrames).write(0, 2);
        if (channelConfiguration == 0) {
            programConfig.write(bits);
        }
        if (sbr.form() == Form.BACKWARD_COMPATIBLE) {
            bits.write(SBR_SYNC, 11).write(SBR, 5).flag(sbr.sbr());
            if (sbr.sbr()) {
                SampleRate.write(sbr.rateHz(), bits);
            }
            if (sbr.ps()) {
                bits.write(PS_SYNC, 11).flag(true);
            }
        }
        return bits.finish();
    }

    /// How many core samples one access unit holds: that many ticks of the core's rate.
    public int samplesPerFrame() {
        return shortFrames ? 960 : 1024;
    }

    /// Samples a second as played.
    public int playedRateHz() {
        return sbr.sbr() ? sbr.rateHz() : sampleRateHz;
    }

    /// How many channels come out of a decoder.
    public int channels() {
        int coded = channelConfiguration == 0
                ? programConfig.channels() : CHANNELS[channelConfiguration];
        return sbr.ps() && coded == 1 ? 2 : coded;
    }

    /// RFC 6381: `mp4a.40.2` for LC, `.5` for HE-AAC, `.29` for HE-AAC v2.
    public String codecString() {
        return "mp4a.40." + (sbr.ps() ? PS : sbr.sbr() ? SBR : objectType);
    }

    private static int readObjectType(BitReader bits) throws MalformedMediaException {
        int type = bits.bits(5);
        return type == ESCAPE ? 32 + bits.bits(6) : type;
    }

    private static SbrSignal readBackwardCompatible(BitReader bits)
            throws MalformedMediaException {
        // Too short for the extension, or something else: encoders append zeros and worse.
        if (bits.bitsLeft() < 17 || bits.bits(11) != SBR_SYNC || bits.bits(5) != SBR) {
            return SbrSignal.SILENT;
        }
        if (!bits.flag()) {
            return new SbrSignal(Form.BACKWARD_COMPATIBLE, false, false, 0);
        }
        int rateHz = SampleRate.read(bits);
        boolean ps = bits.bitsLeft() >= 12 && bits.bits(11) == PS_SYNC && bits.flag();
        return new SbrSignal(Form.BACKWARD_COMPATIBLE, true, ps, rateHz);
    }
}
