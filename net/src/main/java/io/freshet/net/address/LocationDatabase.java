package io.freshet.net.address;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// A database in MaxMind's format: tells the location of an address.
///
///     search tree | 16 zero bytes | data | ... | marker | metadata
///
/// A node of the tree is two records, for a bit that is 0 and for one that is 1: another node, or
/// nothing known (the number of nodes), or a place in the data (16 more, and its offset). Of the
/// data only the codes of continent, country and first subdivision are read.
///
/// Spec: MaxMind DB File Format 2.0
///
/// Threading: immutable.
public final class LocationDatabase {

    private static final byte[] MARKER = marker();
    /// The metadata are in these last bytes.
    private static final int METADATA_BYTES_MAX = 128 << 10;
    private static final int SEPARATOR_BYTES = 16;
    /// Some seconds: files of all cities are looked at in part, those of countries whole.
    private static final long CHECK_STEPS_MAX = 100_000_000;
    private static final int CODE_CHARS_MAX = 8;
    /// The end of the year 9999.
    private static final long LAST_S = 253_402_300_799L;
    private static final int IPV4_BITS_IN_IPV6 = 96;
    private static final byte[] CONTINENT = text("continent");
    private static final byte[] COUNTRY = text("country");
    private static final byte[] SUBDIVISIONS = text("subdivisions");
    private static final byte[] CODE = text("code");
    private static final byte[] ISO_CODE = text("iso_code");

    private final byte[] bytes;
    private final int nodes;
    private final int recordBits;
    private final boolean hasIpv6;
    private final int dataBegin;
    private final int dataEnd;
    /// Where IPv4 begins: behind 96 bits that are 0.
    private final long ipv4;
    private final String type;
    private final Instant built;

    private LocationDatabase(byte[] file) throws BadLocationDatabase {
        this.bytes = file;
        this.dataEnd = lastMarker(file);
        Metadata metadata = new Metadata(file, dataEnd + MARKER.length);
        long count = metadata.number("node_count");
        this.recordBits = (int) metadata.number("record_size");
        long version = metadata.number("ip_version");
        this.hasIpv6 = version == 6;
        this.type = metadata.word("database_type");
        this.built = Instant.ofEpochSecond(Math.clamp(metadata.number("build_epoch"), 0,
                LAST_S));
        expect(metadata.number("binary_format_major_version") == 2, "version 2 of the format");
        expect(recordBits == 24 || recordBits == 28 || recordBits == 32, "records of 24, 28 or 32"
                + " bits");
        expect(hasIpv6 || version == 4, "IPv4 or IPv6");
        expect(count > 0 && count <= (dataEnd - SEPARATOR_BYTES) / (recordBits / 4),
                "all of the search tree");
        this.nodes = (int) count;
        this.dataBegin = nodes * (recordBits / 4) + SEPARATOR_BYTES;
        this.ipv4 = hasIpv6 ? walk(0, new byte[IPV4_BITS_IN_IPV6 / 8]) : 0;
    }

    /// Reads a file, and makes sure that it can be used.
    ///
    /// @param file is kept, and must not change
    /// @throws BadLocationDatabase saying what is wrong with it
    public static LocationDatabase parse(byte[] file) throws BadLocationDatabase {
        LocationDatabase read = new LocationDatabase(file);
        read.check();
        return read;
    }

    /// What sort of database it is, by its maker.
    public String type() {
        return type;
    }

    /// When it was made.
    public Instant built() {
        return built;
    }

    /// Where an address is; of one whose record is damaged, nothing is known.
    public Location find(InetAddress address) {
        byte[] bits = address.getAddress();
        boolean four = bits.length == 4;
        if (!four && !hasIpv6) {
            return Location.UNKNOWN;
        }
        long record = walk(four ? ipv4 : 0, bits);
        if (record <= nodes) {
            return Location.UNKNOWN;
        }
        try {
            return location(record, walk());
        } catch (BadLocationDatabase _) {
            // The first of its records were looked at when it was read.
            return Location.UNKNOWN;
        }
    }

    private SectionWalk walk() {
        return new SectionWalk(bytes, dataBegin, dataEnd);
    }

    private long walk(long from, byte[] address) {
        long node = from;
        for (int bit = 0; bit < address.length * 8 && node < nodes; bit++) {
            node = record((int) node, address[bit >> 3] >> 7 - (bit & 7) & 1);
        }
        return node;
    }

    private long record(int node, int side) {
        int at = node * (recordBits / 4);
        return switch (recordBits) {
            case 24 -> number(at + 3 * side, 3);
            case 28 -> {
                int middle = bytes[at + 3] & 0xFF;
                yield (long) (side == 0 ? middle >> 4 : middle & 0x0F) << 24
                        | number(at + 4 * side, 3);
            }
            default -> number(at + 4 * side, 4);
        };
    }

    private long number(int at, int length) {
        long value = 0;
        for (int i = at; i < at + length; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    private Location location(long record, SectionWalk walk) throws BadLocationDatabase {
        int map = (int) (dataBegin + record - nodes - SEPARATOR_BYTES);
        String country = code(walk, walk.member(map, COUNTRY), ISO_CODE);
        int subdivisions = walk.member(map, SUBDIVISIONS);
        String part = subdivisions < 0 ? ""
                : code(walk, walk.first(subdivisions), ISO_CODE);
        return new Location(code(walk, walk.member(map, CONTINENT), CODE), country,
                country.isEmpty() || part.isEmpty() ? "" : country + "-" + part);
    }

    private static String code(SectionWalk walk, int map, byte[] name) throws BadLocationDatabase {
        int value = map < 0 ? -1 : walk.member(map, name);
        return value < 0 ? "" : walk.word(value, CODE_CHARS_MAX);
    }

    /// Looks at the whole tree, and at the data up to a bound.
    private void check() throws BadLocationDatabase {
        long last = (long) nodes + SEPARATOR_BYTES + dataEnd - dataBegin;
        long steps = 0;
        boolean tells = false;
        for (int node = 0; node < nodes; node++) {
            for (int side = 0; side < 2; side++) {
                long record = record(node, side);
                expect(record <= nodes || record >= nodes + SEPARATOR_BYTES && record < last,
                        "a place for node " + node);
                if (record > nodes && steps < CHECK_STEPS_MAX) {
                    SectionWalk walk = walk();
                    tells |= !location(record, walk).equals(Location.UNKNOWN);
                    steps += walk.steps();
                }
            }
        }
        expect(tells, "a country or a continent of any address");
    }

    private static int lastMarker(byte[] file) throws BadLocationDatabase {
        int first = Math.max(0, file.length - METADATA_BYTES_MAX);
        for (int at = file.length - MARKER.length; at >= first; at--) {
            if (Arrays.equals(file, at, at + MARKER.length, MARKER, 0, MARKER.length)) {
                return at;
            }
        }
        throw new BadLocationDatabase("it is no database in MaxMind's format, or its end is cut"
                + " off");
    }

    private static void expect(boolean good, String what) throws BadLocationDatabase {
        if (!good) {
            throw new BadLocationDatabase("there is not " + what);
        }
    }

    private static byte[] marker() {
        byte[] marker = text("...MaxMind.com");
        marker[0] = (byte) 0xAB;
        marker[1] = (byte) 0xCD;
        marker[2] = (byte) 0xEF;
        return marker;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// What the file says of itself.
    private static final class Metadata {

        private static final int WORD_CHARS_MAX = 64;

        private final byte[] file;
        private final int begin;

        Metadata(byte[] file, int begin) {
            this.file = file;
            this.begin = begin;
        }

        private int find(SectionWalk walk, String name) throws BadLocationDatabase {
            int at = walk.member(begin, text(name));
            expect(at >= 0, name + " in its metadata");
            return at;
        }

        long number(String name) throws BadLocationDatabase {
            SectionWalk walk = new SectionWalk(file, begin, file.length);
            return walk.number(find(walk, name));
        }

        String word(String name) throws BadLocationDatabase {
            SectionWalk walk = new SectionWalk(file, begin, file.length);
            return walk.word(find(walk, name), WORD_CHARS_MAX);
        }
    }
}
