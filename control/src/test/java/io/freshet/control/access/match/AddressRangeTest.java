package io.freshet.control.access.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.7,192.0.2.7", "192.0.2.0/24,192.0.2.255", "192.0.2.77/24,192.0.2.1",
        "0.0.0.0/0,203.0.113.9", "192.0.2.128/25,192.0.2.200", "10.0.0.0/7,11.1.1.1",
        "2001:db8::/32,2001:db8:ffff::1", "2001:db8::7,2001:db8:0:0:0:0:0:7", "::/0,::1",
        "192.0.2.7,::ffff:192.0.2.7", "::ffff:192.0.2.0/120,192.0.2.9",
        "::ffff:0:0/96,192.0.2.9", "2001:db8::/33,2001:db8:7fff::"})
    void holds(String range, String address) throws BadRuleException {
        assertThat(AddressList.parse(List.of(range)).contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7,192.0.2.8", "192.0.2.0/24,192.0.3.0", "192.0.2.128/25,192.0.2.127",
        "0.0.0.0/0,2001:db8::1", "::/0,192.0.2.1", "2001:db8::/33,2001:db8:8000::",
        "192.0.2.7,example.org", "192.0.2.7,192.0.2.07", "192.0.2.7,''"})
    void doesNotHold(String range, String address) throws BadRuleException {
        assertThat(AddressList.parse(List.of(range)).contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2", "192.0.2.256", "192.0.02.1", "0300.0.0.1", "1",
        "0x7f.1", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/", "192.0.2.1/024", "192.0.2.1/8/8",
        "::1/129", "::ffff:1.2.3.4/95", "fe80::1%eth0", "[::1]", "example.org", "localhost",
        "1.2.3.4.5", ":", ":::", "1::2::3", "192.0.2.1 ", "12345::"})
    void othersAreRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(BadRuleException.class);
    }

    @Test
    void isWrittenShort() throws BadRuleException {
        assertThat(AddressRange.parse("192.0.2.77/24")).hasToString("192.0.2.0/24");
        assertThat(AddressRange.parse("::ffff:192.0.2.77/128")).hasToString("192.0.2.77");
        assertThat(AddressRange.parse("192.0.2.1/32"))
                .isEqualTo(AddressRange.parse("192.0.2.1"));
    }
}
