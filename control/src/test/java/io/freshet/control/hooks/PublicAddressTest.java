package io.freshet.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0",
        "172.15.255.255", "172.32.0.1", "192.0.1.1", "198.20.0.1", "223.255.255.255",
        "2606:4700::1", "2a00:1450::1", "2001:4860:4860::8888", "64:ff9b::808:808"})
    void theInternetIsPublic(String address) {
        assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.0.3", "0.0.0.0", "10.1.2.3", "100.64.0.1",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.8",
        "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::808:808", "fe80::1", "fec0::1", "fc00::1", "fd12::1",
        "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "100::1"})
    void whatMeansSomethingInsideANetworkIsNot(String address) {
        assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isFalse();
    }
}
