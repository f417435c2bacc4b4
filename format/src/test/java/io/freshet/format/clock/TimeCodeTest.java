package io.freshet.format.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.avc.AvcTimingForm;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeCodeTest {

    private static final AvcTimingForm NO_DELAYS = new AvcTimingForm(0, 0);

    /// Bits as text, filled up, as a picture whose first NAL unit holds that message.
    private static ByteBuffer picture(boolean isHevc, int type, String bits) {
        StringBuilder whole = new StringBuilder(bits.replace(" ", ""));
        while (whole.length() % 8 != 0) {
            whole.append('0');
        }
        StringBuilder hex = new StringBuilder(isHevc ? "4e01" : "06");
        hex.append("%02x%02x".formatted(type, whole.length() / 8));
        for (int i = 0; i < whole.length(); i += 8) {
            hex.append("%02x".formatted(Integer.parseInt(whole.substring(i, i + 8), 2)));
        }
        byte[] unit = HexFormat.of().parseHex(hex.append("80"));
        return ByteBuffer.allocate(4 + unit.length).putInt(unit.length).put(unit).flip();
    }

    private static String bits(int value, int count) {
        String text = Integer.toBinaryString(value);
        return "0".repeat(count - text.length()) + text;
    }

    /// counting_type 0 and no flags but that all is there.
    private static String full(int frameBits) {
        return "0 00000 1 0 0 " + bits(12, frameBits) + bits(40, 6) + bits(23, 6) + bits(16, 5);
    }

    @Test
    void readsPictureTiming() {
        ByteBuffer plain = picture(false, 1, "0000 1 00 " + full(8));
        assertThat(TimeCode.ofAvc(plain, NO_DELAYS)).contains(new TimeCode(16, 23, 40, 12));
        ByteBuffer delayed = picture(false, 1, bits(7, 24) + bits(1, 20) + "0000 1 00 " + full(8));
        assertThat(TimeCode.ofAvc(delayed, new AvcTimingForm(24, 20)))
                .contains(new TimeCode(16, 23, 40, 12));
    }

    @Test
    void readsTimeCodesOfHevc() {
        assertThat(TimeCode.ofHevc(picture(true, 136, "01 1 " + full(9))))
                .contains(new TimeCode(16, 23, 40, 12));
    }

    @Test
    void oneThatIsNotWholeIsNone() {
        // Seconds alone.
        assertThat(TimeCode.ofHevc(picture(true, 136, "01 1 0 00000 0 0 0 " + bits(12, 9)
                + "1" + bits(40, 6) + "0"))).isEmpty();
        assertThat(TimeCode.ofHevc(picture(true, 136, "01 0"))).isEmpty();
        assertThat(TimeCode.ofHevc(picture(true, 137, "01 1 " + full(9)))).isEmpty();
        assertThat(TimeCode.ofAvc(picture(false, 1, "1111 1 00 " + full(8)), NO_DELAYS)).isEmpty();
    }

    @Test
    void aDayHasNoMoreHoursThanADayHas() {
        assertThat(TimeCode.ofHevc(picture(true, 136, "01 1 0 00000 1 0 0 " + bits(0, 9)
                + bits(61, 6) + bits(0, 6) + bits(1, 5)))).isEmpty();
    }

    @Test
    void countsFromMidnight() {
        TimeCode code = new TimeCode(1, 2, 3, 15);
        assertThat(code.dayMs(30)).isEqualTo(3_723_500);
        assertThat(code.dayMs(0)).isEqualTo(3_723_000);
        assertThat(new TimeCode(0, 0, 0, 90).dayMs(30)).isEqualTo(999);
    }

    @Test
    void damageIsNoTime() {
        byte[] good = picture(false, 1, bits(7, 24) + bits(1, 20) + "0000 1 00 " + full(8)).array();
        Random chance = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int hits = 0; hits < 1 + i % 4; hits++) {
                bad[chance.nextInt(bad.length)] = (byte) chance.nextInt(256);
            }
            ByteBuffer cut = ByteBuffer.wrap(bad, 0, chance.nextInt(bad.length + 1));
            Optional<TimeCode> avc = TimeCode.ofAvc(cut, new AvcTimingForm(24, 20));
            avc.ifPresent(code -> assertThat(code.dayMs(25)).isBetween(0L, 86_400_000L));
            TimeCode.ofHevc(cut).ifPresent(code ->
                    assertThat(code.dayMs(25)).isBetween(0L, 86_400_000L));
            assertThat(FrameClock.epochUs(cut, false)).isGreaterThanOrEqualTo(-1);
        }
    }
}
