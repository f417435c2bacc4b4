package io.freshet.testkit;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes small databases of locations in MaxMind's format: networks, and what is said of them.
///
/// Values are `String`, `Integer` (unsigned, 32 bits), `Map` and `List`. A text that was written
/// before is written as a pointer, as real databases do.
///
/// Spec: MaxMind DB File Format 2.0
///
/// Threading: confined to one test.
public final class LocationFile {

    private static final long NOTHING = -1;
    private static final int SEPARATOR_BYTES = 16;

    private final int recordBits;
    private final boolean hasIpv6;
    private final List<long[]> nodes = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<String, Integer> written = new HashMap<>();

    /// @param recordBits 24, 28 or 32
    /// @param hasIpv6    whether it knows IPv6; IPv4 is behind 96 zero bits then
    public LocationFile(int recordBits, boolean hasIpv6) {
        this.recordBits = recordBits;
        this.hasIpv6 = hasIpv6;
        node();
    }

    /// What databases of countries say, and those of cities as far as it matters here.
    ///
    /// @param part of the country, without it; empty for none
    public static Map<String, Object> record(String continent, String country, String part) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("city", Map.of("names", Map.of("en", "Somewhere", "zh-CN", "\u67d0\u5730")));
        record.put("continent", Map.of("code", continent, "geoname_id", 6_255_148));
        record.put("country", Map.of("iso_code", country, "geoname_id", 2_921_044));
        if (!part.isEmpty()) {
            record.put("subdivisions", List.of(Map.of("iso_code", part),
                    Map.of("iso_code", "SMALLER")));
        }
        return record;
    }

    private int node() {
        nodes.add(new long[] {NOTHING, NOTHING});
        return nodes.size() - 1;
    }

    /// Says something of a network that has nothing in common with the others.
    ///
    /// @param network `ADDRESS/BITS`
    public LocationFile put(String network, Map<String, Object> record) {
        int slash = network.indexOf('/');
        byte[] address = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
        int skipped = address.length == 4 && hasIpv6 ? 96 : 0;
        int bits = skipped + Integer.parseInt(network.substring(slash + 1));
        int node = 0;
        for (int bit = 0; bit < bits - 1; bit++) {
            int side = side(address, bit - skipped);
            if (nodes.get(node)[side] == NOTHING) {
                nodes.get(node)[side] = node();
            }
            node = (int) nodes.get(node)[side];
        }
        int offset = data.size();
        write(data, record);
        nodes.get(node)[side(address, bits - 1 - skipped)] = -2L - offset;
        return this;
    }

    private static int side(byte[] address, int bit) {
        return bit < 0 ? 0 : address[bit >> 3] >> 7 - (bit & 7) & 1;
    }

    /// The whole file.
    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (long[] node : nodes) {
            write(file, target(node[0]), target(node[1]));
        }
        file.writeBytes(new byte[SEPARATOR_BYTES]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        file.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", 1_790_000_000);
        metadata.put("database_type", "Test-City");
        metadata.put("description", Map.of("en", "made for tests"));
        metadata.put("ip_version", hasIpv6 ? 6 : 4);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", nodes.size());
        metadata.put("record_size", recordBits);
        written.clear();
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        write(section, metadata);
        file.writeBytes(section.toByteArray());
        return file.toByteArray();
    }

    private long target(long record) {
        return record == NOTHING ? nodes.size() : record >= 0 ? record
                : nodes.size() + SEPARATOR_BYTES - 2 - record;
    }

    private void write(ByteArrayOutputStream file, long left, long right) {
        if (recordBits == 28) {
            number(file, left, 3);
            file.write((int) (left >> 24 << 4 | right >> 24));
            number(file, right, 3);
        } else {
            number(file, left, recordBits / 8);
            number(file, right, recordBits / 8);
        }
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >> 8 * i));
        }
    }

    private void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case String text -> text(out, text);
            case Integer number -> {
                control(out, 6, 4);
                number(out, number, 4);
            }
            case Map<?, ?> map -> {
                control(out, 7, map.size());
                map.forEach((key, each) -> {
                    text(out, (String) key);
                    write(out, each);
                });
            }
            case List<?> list -> {
                control(out, 11, list.size());
                list.forEach(each -> write(out, each));
            }
            default -> throw new IllegalArgumentException("no such value: " + value);
        }
    }

    private void text(ByteArrayOutputStream out, String text) {
        Integer before = written.get(text);
        if (before != null && before < 2048) {
            out.write(1 << 5 | before >> 8);
            out.write(before);
        } else if (before != null) {
            out.write(1 << 5 | 1 << 3 | before - 2048 >> 16);
            number(out, before - 2048, 2);
        } else {
            written.put(text, out.size());
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            control(out, 2, bytes.length);
            out.writeBytes(bytes);
        }
    }

    private static void control(ByteArrayOutputStream out, int type, int size) {
        int first = size < 29 ? size : size < 285 ? 29 : 30;
        out.write((type > 7 ? 0 : type) << 5 | first);
        if (type > 7) {
            out.write(type - 7);
        }
        if (first == 29) {
            out.write(size - 29);
        } else if (first == 30) {
            number(out, size - 285, 2);
        }
    }
}
