package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemTimeTest {

    private static Bytes message(String name, String key, String time) {
        return Amf0.write(new AmfValue.Text(name), new AmfValue.Obj(Map.of(
                "sd", new AmfValue.Text("21-11-2026"), key, new AmfValue.Text(time))));
    }

    @ParameterizedTest
    @CsvSource({"st, 16:23:48.687, 59028687", "st, 0:00:00, 0", "st, 23:59:59.5, 86399500",
        "tc, 01:02:03:24, 3723000", "tc, 01:02:03;24, 3723000"})
    void readsWhatEncodersWrite(String key, String time, long dayMs) {
        assertThat(SystemTime.dayMs(message("onFI", key, time)))
                .isEqualTo(OptionalLong.of(dayMs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "24:00:00", "1:2:3", "10:60:00", "10:00:00.1234", "noon",
        "10:00:00\n"})
    void otherTextsAreNoTimes(String time) {
        assertThat(SystemTime.dayMs(message("onFI", "st", time))).isEmpty();
    }

    @Test
    void otherMessagesAreLeftAlone() {
        assertThat(SystemTime.dayMs(message("onMetaData", "st", "10:00:00"))).isEmpty();
        assertThat(SystemTime.dayMs(Bytes.EMPTY)).isEmpty();
        Bytes good = message("onFI", "st", "10:00:00");
        for (int length = 0; length < good.length(); length++) {
            assertThat(SystemTime.dayMs(good.slice(0, length))).isEmpty();
        }
        assertThat(SystemTime.dayMs(Amf0.write(new AmfValue.Text("onFI"),
                new AmfValue.Num(1)))).isEmpty();
    }
}
