package io.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class TcpTallyTest {

    private final TcpTally tally = new TcpTally(new TcpLimits(6, 2));

    private boolean admits(String address) throws UnknownHostException {
        return tally.admit(InetAddress.getByName(address));
    }

    private long refused() {
        return tally.counts(new TcpCounts.Transferred(0, 0)).refused().perAddress();
    }

    @Test
    void oneAddressHasItsShareOfPlaces() throws Exception {
        assertThat(admits("192.0.2.1")).isTrue();
        assertThat(admits("192.0.2.1")).isTrue();
        assertThat(admits("192.0.2.1")).isFalse();
        assertThat(admits("192.0.2.2")).isTrue();
        assertThat(refused()).isEqualTo(1);
        tally.closed(CloseCause.PEER, InetAddress.getByName("192.0.2.1"));
        assertThat(admits("192.0.2.1")).isTrue();
        assertThat(tally.open()).isEqualTo(3);
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() throws Exception {
        assertThat(admits("2001:db8::1")).isTrue();
        assertThat(admits("2001:db8::ffff:1")).isTrue();
        assertThat(admits("2001:db8::2")).isFalse();
        assertThat(admits("2001:db8:0:1::1")).isTrue();
    }

    @Test
    void loopbackHasOnlyTheLimitOfAllTogether() throws Exception {
        for (String address : new String[] {"127.0.0.1", "127.0.0.1", "127.0.0.1", "127.1.2.3",
                "::1", "::1"}) {
            assertThat(admits(address)).as(address).isTrue();
        }
        assertThat(admits("127.0.0.1")).isFalse();
        assertThat(refused()).isZero();
        tally.closed(CloseCause.PEER, InetAddress.getLoopbackAddress());
        assertThat(admits("127.0.0.1")).isTrue();
    }
}
