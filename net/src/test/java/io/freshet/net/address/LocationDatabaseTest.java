package io.freshet.net.address;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testkit.ByteFaults;
import io.freshet.testkit.LocationFile;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocationDatabaseTest {

    private static final Location BERLIN = new Location("EU", "DE", "DE-BE");
    private static final Location CALIFORNIA = new Location("NA", "US", "US-CA");
    private static final Location NIGERIA = new Location("AF", "NG", "");

    /// By name: record size, and whether there is IPv6.
    static Map<String, byte[]> cases() {
        Map<String, byte[]> cases = new LinkedHashMap<>();
        for (int bits : List.of(24, 28, 32)) {
            cases.put("ipv4-" + bits, file(bits, false).bytes());
            cases.put("ipv6-" + bits, file(bits, true).put("2001:db8::/32",
                    LocationFile.record("NA", "US", "CA")).bytes());
        }
        cases.put("long-pointers", longPointers());
        return cases;
    }

    private static LocationFile file(int bits, boolean ipv6) {
        return new LocationFile(bits, ipv6)
                .put("192.0.2.0/25", LocationFile.record("EU", "DE", "BE"))
                .put("192.0.2.128/26", LocationFile.record("NA", "US", "CA"))
                .put("198.51.100.7/32", LocationFile.record("AF", "NG", ""))
                .put("203.0.113.0/24", Map.of("autonomous_system_number", 64_496));
    }

    /// Data of more than 2 048 bytes, with texts of each length that is written differently.
    private static byte[] longPointers() {
        return file(24, false).put("10.0.0.0/8", Map.of("a", "x".repeat(28), "b", "y".repeat(284),
                "c", "z".repeat(3_000), "country", Map.of("iso_code", "FR")))
                .put("11.0.0.0/8", LocationFile.record("EU", "FR", "IDF")).bytes();
    }

    private static Location find(byte[] file, String address) throws BadLocationDatabase {
        return LocationDatabase.parse(file).find(InetAddress.ofLiteral(address));
    }

    @Test
    void tellsWhereAnAddressIs() throws Exception {
        for (Map.Entry<String, byte[]> each : cases().entrySet()) {
            byte[] file = each.getValue();
            assertThat(find(file, "192.0.2.1")).as(each.getKey()).isEqualTo(BERLIN);
            assertThat(find(file, "192.0.2.127")).isEqualTo(BERLIN);
            assertThat(find(file, "192.0.2.128")).isEqualTo(CALIFORNIA);
            assertThat(find(file, "192.0.2.192")).isEqualTo(Location.UNKNOWN);
            assertThat(find(file, "198.51.100.7")).isEqualTo(NIGERIA);
            assertThat(find(file, "198.51.100.6")).isEqualTo(Location.UNKNOWN);
            assertThat(find(file, "203.0.113.9")).isEqualTo(Location.UNKNOWN);
            assertThat(find(file, "2001:db8::1")).as(each.getKey()).isEqualTo(
                    each.getKey().startsWith("ipv6") ? CALIFORNIA : Location.UNKNOWN);
        }
        assertThat(find(longPointers(), "10.1.2.3")).isEqualTo(new Location("", "FR", ""));
        assertThat(find(longPointers(), "11.1.2.3")).isEqualTo(new Location("EU", "FR", "FR-IDF"));
    }

    @Test
    void saysWhatItIs() throws Exception {
        LocationDatabase read = LocationDatabase.parse(file(28, true).bytes());
        assertThat(read.type()).isEqualTo("Test-City");
        assertThat(read.built()).hasToString("2026-09-21T14:13:20Z");
    }

    @Test
    void whatIsNoDatabaseOfLocationsIsRefusedInWords() {
        assertThatThrownBy(() -> LocationDatabase.parse(new byte[0]))
                .isInstanceOf(BadLocationDatabase.class).hasMessageContaining("no database");
        byte[] whole = file(24, false).bytes();
        assertThatThrownBy(() -> LocationDatabase.parse(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(BadLocationDatabase.class).hasMessageContaining("cut off");
        assertThatThrownBy(() -> LocationDatabase.parse(new LocationFile(24, false)
                .put("203.0.113.0/24", Map.of("autonomous_system_number", 64_496)).bytes()))
                .hasMessageContaining("a country or a continent of any address");
    }

    /// The outcome of all that can be asked of a file; fails with what is no answer.
    static int answers(byte[] file) {
        try {
            LocationDatabase read = LocationDatabase.parse(file);
            int known = 0;
            for (String address : List.of("0.0.0.0", "192.0.2.1", "192.0.2.129", "198.51.100.7",
                    "255.255.255.255", "::", "2001:db8::1", "ffff::")) {
                Location location = read.find(InetAddress.ofLiteral(address));
                known += location.equals(Location.UNKNOWN) ? 0 : 1;
            }
            return known;
        } catch (BadLocationDatabase bad) {
            assertThat(bad.getMessage()).isNotBlank();
            return -1;
        }
    }

    @Test
    void cutAnywhereItIsRefusedOrAnswers() {
        cases().forEach((name, file) -> {
            if (file.length < 2_000) {
                List<byte[]> cuts = ByteFaults.cutAtEveryByte(file);
                cuts.forEach(LocationDatabaseTest::answers);
                assertThat(cuts.stream().filter(cut -> answers(cut) >= 0).count()).as(name)
                        .isZero();
            }
        });
    }

    @Test
    void damagedItIsRefusedOrAnswers() {
        cases().values().forEach(file ->
                ByteFaults.damaged(file, 3_000, 5).forEach(LocationDatabaseTest::answers));
    }

    /// A tree of one node whose records both lead to the first byte of the data.
    static byte[] withData(String hex) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] frame = new LocationFile(24, false).bytes();
        file.writeBytes(HexFormat.of().parseHex("000011000011" + "00".repeat(16) + hex));
        file.write(frame, 22, frame.length - 22);
        return file.toByteArray();
    }

    @Test
    void dataThatGoRoundInCirclesOrHaveNoEndAreRefused() {
        String country = "e147" + HexFormat.of().formatHex("country".getBytes(US_ASCII));
        List<String> hostile = new ArrayList<>(List.of(
                "2000", "2002" + "2000", // pointers to themselves and to each other
                "38ffffffff", "3fffffffff", // behind the end
                "ffffffff", "1f04ffffff", // a map and a list of 16 million, and nothing in them
                country + "2000", // a country that is the record itself, without end
                country + "5fffffff", "e1e1e1e1", "e12000", "0008", "00", "40"));
        // Before the country there is a list of 100 000 numbers.
        hostile.add("e241781f04" + "00859f" + "a0".repeat(100_000) + country.substring(2) + "e0");
        for (String data : hostile) {
            assertThat(answers(withData(data))).as(data.substring(0, Math.min(40, data.length())))
                    .isEqualTo(-1);
        }
    }

    @Test
    void aTreeThatGoesRoundInCirclesEndsWithTheAddress() {
        byte[] file = withData("e147" + HexFormat.of().formatHex("country".getBytes(US_ASCII))
                + "e148" + HexFormat.of().formatHex("iso_code".getBytes(US_ASCII)) + "424445");
        assertThat(answers(file)).isPositive();
        file[2] = 0;
        assertThat(answers(file)).isPositive();
        file[5] = 0;
        assertThat(answers(file)).isEqualTo(-1);
    }
}
