package io.freshet.format.opus;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// What the first bytes of an Opus packet say about how long it lasts.
///
/// ```
/// CCCCC S FF    configuration, stereo, frame count code
/// V P MMMMMM    with code 3: variable rate, padding, frame count
/// ```
///
/// Spec: RFC 6716, 3.1 and 3.2
final class OpusPacket {

    /// 120 ms: no packet may last longer.
    static final int MAX_TICKS = 5_760;

    private OpusPacket() {
    }

    /// Its duration in ticks of 48 000 Hz; `packet` is not consumed.
    ///
    /// Also right for a multistream packet: all its streams last equally long.
    static int durationTicks(ByteBuffer packet) throws MalformedMediaException {
        if (!packet.hasRemaining()) {
            throw new MalformedMediaException("Opus packet is empty", 0);
        }
        int toc = packet.get(packet.position()) & 0xFF;
        int frames = switch (toc & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> {
                if (packet.remaining() < 2) {
                    throw new MalformedMediaException("Opus packet lacks its frame count", 1);
                }
                yield packet.get(packet.position() + 1) & 63;
            }
        };
        int ticks = frames * frameTicks(toc >> 3);
        if (ticks == 0 || ticks > MAX_TICKS) {
            throw new MalformedMediaException("Opus packet has " + frames + " frames", 1);
        }
        return ticks;
    }

    private static int frameTicks(int configuration) {
        if (configuration < 12) { // SILK: 10, 20, 40, 60 ms
            int step = configuration & 3;
            return step == 3 ? 2_880 : 480 << step;
        }
        if (configuration < 16) { // hybrid: 10, 20 ms
            return 480 << (configuration & 1);
        }
        return 120 << (configuration & 3); // CELT: 2.5, 5, 10, 20 ms
    }
}
