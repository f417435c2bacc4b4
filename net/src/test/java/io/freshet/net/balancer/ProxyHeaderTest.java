package io.freshet.net.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] binary(String rest) {
        return HexFormat.of().parseHex(SIGNATURE + rest.replace(" ", ""));
    }

    /// What it says: whose the connection is, `nobody`, `more` or `bad`.
    static String outcome(byte[] bytes) {
        try {
            Optional<ProxyHeader> header = ProxyHeader.read(ByteBuffer.wrap(bytes));
            return header.map(each -> each.length() + " " + each.source().map(source ->
                    source.getAddress().getHostAddress() + " " + source.getPort())
                    .orElse("nobody")).orElse("more");
        } catch (BadProxyHeader bad) {
            return "bad";
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PROXY TCP4 192.0.2.7 198.51.100.1 56324 1935  | 192.0.2.7 56324
            PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535 | 255.255.255.255 65535
            PROXY TCP6 2001:db8::7 2001:db8::1 1 443      | 2001:db8:0:0:0:0:0:7 1
            PROXY UNKNOWN                                 | nobody
            PROXY UNKNOWN ffff::1 ffff::2 65535 65535     | nobody
            """)
    void versionOne(String text, String source) {
        byte[] line = line(text);
        assertThat(outcome(line)).isEqualTo(line.length + " " + source);
        byte[] more = Arrays.copyOf(line, line.length + 9);
        assertThat(outcome(more)).as("what follows is the client's")
                .isEqualTo(line.length + " " + source);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            21 11 000c c0000207 c6336401 dc04 078f              | 28 192.0.2.7 56324
            21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 0001 01bb \
            | 52 2001:db8:0:0:0:0:0:7 1
            21 11 0010 c0000207 c6336401 dc04 078f 04000101     | 32 192.0.2.7 56324
            20 11 000c c0000207 c6336401 dc04 078f              | 28 nobody
            20 00 0000                                          | 16 nobody
            21 31 0002 0000                                     | 18 nobody
            21 12 000c c0000207 c6336401 dc04 078f              | 28 nobody
            """)
    void versionTwo(String hex, String outcome) {
        assertThat(outcome(binary(hex.replaceAll("\\s", "")))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 192.0.2.7 198.51.100.1 56324", "PROXY ",
        "PROXY TCP5 a b 1 2",
        "PROXY TCP4 2001:db8::7 2001:db8::1 1 2", "PROXY TCP6 192.0.2.7 192.0.2.8 1 2",
        "PROXY TCP4 1.2.3 192.0.2.8 1 2", "PROXY TCP4 256.0.2.7 192.0.2.8 1 2",
        "PROXY TCP4 192.0.2.7 192.0.2.8 65536 2", "PROXY TCP4 192.0.2.7 192.0.2.8 -1 2",
        "PROXY TCP6 fe80::1%eth0 ::1 1 2", "PROXY  TCP4 192.0.2.7 192.0.2.8 1 2",
        "PROXY TCP4 192.0.2.7 192.0.2.8 1 2 3", "PROXY TCP4 localhost localhost 1 2",
        "proxy UNKNOWN",
        "GET / HTTP/1.1", "POST / HTTP/1.1"})
    void whatIsNoHeaderIsRefused(String text) {
        assertThat(outcome(line(text))).isEqualTo("bad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11 11 000c c0000207 c6336401 dc04 078f", "22 11 0000", "21 11 000b",
        "21 21 0023", "21 11 1001"})
    void whatIsNoSecondVersionIsRefused(String hex) {
        assertThat(outcome(Arrays.copyOf(binary(hex), 300))).isEqualTo("bad");
    }

    @Test
    void aLineWithoutAnEndIsNotWaitedForForEver() {
        byte[] line = ("PROXY UNKNOWN " + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII);
        assertThat(outcome(Arrays.copyOf(line, 106))).isEqualTo("more");
        assertThat(outcome(Arrays.copyOf(line, 107))).isEqualTo("bad");
        assertThatThrownBy(() -> ProxyHeader.read(ByteBuffer.wrap(
                "PROXY UNKNOWN\n".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(BadProxyHeader.class);
    }

    @Test
    void cutAnywhereItWaitsAndDamagedItNeverBreaks() {
        Random random = new Random(7);
        for (byte[] whole : new byte[][] {line("PROXY TCP4 192.0.2.7 198.51.100.1 56324 1935"),
            binary("21 11 0010 c0000207 c6336401 dc04 078f 04000101")}) {
            for (int i = 0; i < whole.length; i++) {
                assertThat(outcome(Arrays.copyOf(whole, i))).as("cut at " + i).isEqualTo("more");
            }
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                assertThat(outcome(damaged)).isNotNull();
            }
        }
    }
}
