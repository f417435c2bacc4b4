package io.freshet.testkit.ts;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.testkit.ts.TsSegment.Clock;
import io.freshet.testkit.ts.TsSegment.Event;
import io.freshet.testkit.ts.TsSegment.Unit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes a segment apart and insists on what RFC 8216 and ISO/IEC 13818-1 ask of it.
///
/// Threading: confined to one call.
public final class TsReader {

    private static final int PACKET_BYTES = 188;

    private final ByteBuffer in;
    private final Map<Integer, Integer> counters = new HashMap<>();
    private final Map<Integer, Integer> types = new LinkedHashMap<>();
    private final Map<Integer, Open> open = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private int pmtPid = -1;
    private int pcrPid = -1;
    private int at;

    /// A PES packet whose bytes are still coming.
    private record Open(int slot, boolean discontinuity, boolean key, ByteArrayOutputStream bytes) {
    }

    /// One packet's header, taken apart.
    private record Packet(int pid, boolean start, boolean discontinuity, boolean key,
            ByteBuffer payload) {
    }

    private TsReader(ByteBuffer in) {
        this.in = in;
    }

    /// Reads a whole segment.
    ///
    /// @throws MalformedMediaException if a rule is broken
    public static TsSegment read(ByteBuffer segment) throws MalformedMediaException {
        TsReader reader = new TsReader(segment.slice());
        reader.readAll();
        return new TsSegment(reader.pmtPid, reader.pcrPid, reader.types, reader.events,
                segment.remaining() / PACKET_BYTES);
    }

    private void readAll() throws MalformedMediaException {
        check(in.remaining() % PACKET_BYTES == 0, "length is not whole packets");
        for (at = 0; at < in.limit(); at += PACKET_BYTES) {
            Packet packet = packet(in.slice(at, PACKET_BYTES));
            if (at == 0) {
                check(packet.pid() == 0, "does not begin with a PAT");
                readPat(packet);
            } else if (at == PACKET_BYTES) {
                check(packet.pid() == pmtPid, "PMT does not follow the PAT");
                readPmt(packet);
            } else if (packet.pid() != pcrPid) {
                check(types.containsKey(packet.pid()), "unknown PID " + packet.pid());
                readMedia(packet);
            }
        }
        for (int pid : List.copyOf(open.keySet())) {
            close(pid);
        }
    }

    private Packet packet(ByteBuffer packet) throws MalformedMediaException {
        check(packet.get() == 0x47, "no sync byte");
        int word = packet.getShort() & 0xFFFF;
        int pid = word & 0x1FFF;
        check((word & 0x8000) == 0, "transport error");
        int control = packet.get() & 0xFF;
        check(control >> 6 == 0, "scrambled");
        boolean hasPayload = (control & 0x10) != 0;
        int flags = (control & 0x20) != 0 ? adaptation(packet) : 0;
        boolean discontinuity = (flags & 0x80) != 0;
        checkCounter(pid, control & 15, hasPayload, discontinuity);
        check(hasPayload || !packet.hasRemaining(), "bytes behind the adaptation field");
        return new Packet(pid, (word & 0x4000) != 0, discontinuity, (flags & 0x40) != 0, packet);
    }

    /// Reads the adaptation field and returns its flags.
    private int adaptation(ByteBuffer packet) throws MalformedMediaException {
        int length = packet.get() & 0xFF;
        check(length <= packet.remaining(), "adaptation field of " + length);
        if (length == 0) {
            return 0;
        }
        ByteBuffer field = packet.slice(packet.position(), length);
        packet.position(packet.position() + length);
        int flags = field.get() & 0xFF;
        check((flags & 0x2F) == 0, "unexpected flags " + flags);
        if ((flags & 0x10) != 0) {
            long bits = (field.getInt() & 0xFFFFFFFFL) << 16 | field.getShort() & 0xFFFF;
            check((bits >> 9 & 0x3F) == 0x3F, "reserved bits of the PCR");
            events.add(new Clock(bits >> 15, (int) bits & 0x1FF));
        }
        while (field.hasRemaining()) {
            check(field.get() == -1, "stuffing is not FF");
        }
        return flags;
    }

    private void checkCounter(int pid, int counter, boolean hasPayload, boolean discontinuity)
            throws MalformedMediaException {
        Integer last = counters.put(pid, counter);
        if (last == null) {
            check(counter == 0, "PID " + pid + " begins with counter " + counter);
            // Alone on a clock's PID it would say that the clock jumped.
            check(discontinuity == hasPayload, "PID " + pid + " begins without discontinuity");
        } else {
            check(!discontinuity, "PID " + pid + " has a second discontinuity");
            check(counter == (hasPayload ? last + 1 & 15 : last), "PID " + pid + " counts wrongly");
        }
    }

    private ByteBuffer section(Packet packet, int table) throws MalformedMediaException {
        ByteBuffer bytes = packet.payload();
        check(packet.start() && bytes.get() == 0, "section does not begin with its packet");
        ByteBuffer section = bytes.slice();
        check(section.get() == table, "not table " + table);
        int length = section.getShort() & 0xFFF;
        check(crc(bytes, bytes.position(), 3 + length) == 0, "CRC of table " + table);
        check(section.getShort() == 1 && section.get() == (byte) 0xC1, "id or version");
        check(section.getShort() == 0, "more than one section");
        section.limit(3 + length - 4);
        return section;
    }

    private void readPat(Packet packet) throws MalformedMediaException {
        ByteBuffer section = section(packet, 0);
        check(section.getShort() == 1, "program number");
        pmtPid = section.getShort() & 0x1FFF;
        check(!section.hasRemaining(), "more than one program");
    }

    private void readPmt(Packet packet) throws MalformedMediaException {
        ByteBuffer section = section(packet, 2);
        pcrPid = section.getShort() & 0x1FFF;
        check((section.getShort() & 0xFFF) == 0, "program descriptors");
        while (section.hasRemaining()) {
            int type = section.get() & 0xFF;
            types.put(section.getShort() & 0x1FFF, type);
            check((section.getShort() & 0xFFF) == 0, "stream descriptors");
        }
        check(!types.containsKey(pcrPid), "the clock has no PID of its own");
    }

    private void readMedia(Packet packet) throws MalformedMediaException {
        if (packet.start()) {
            close(packet.pid());
            open.put(packet.pid(), new Open(events.size(), packet.discontinuity(), packet.key(),
                    new ByteArrayOutputStream()));
            // Holds the place until the last byte is there.
            events.add(new Clock(-1, 0));
        }
        Open unit = open.get(packet.pid());
        check(unit != null, "PID " + packet.pid() + " does not begin with a unit");
        if (unit != null) {
            byte[] bytes = new byte[packet.payload().remaining()];
            packet.payload().get(bytes);
            unit.bytes().writeBytes(bytes);
        }
    }

    private void close(int pid) throws MalformedMediaException {
        Open unit = open.remove(pid);
        if (unit == null) {
            return;
        }
        ByteBuffer pes = ByteBuffer.wrap(unit.bytes().toByteArray());
        int code = pes.getInt();
        int length = pes.getShort() & 0xFFFF;
        boolean video = code == 0x1E0;
        check(video || code == 0x1C0, "start code %x".formatted(code));
        check(length == pes.remaining() || video && length == 0, "PES length " + length);
        check(pes.get() == (byte) 0x84, "PES flags");
        int flags = pes.get() & 0xFF;
        check(flags == 0x80 || flags == 0xC0, "stamps");
        check(pes.get() == (flags == 0xC0 ? 10 : 5), "PES header length");
        long pts = stamp(pes, flags >> 6);
        long dts = flags == 0xC0 ? stamp(pes, 1) : pts;
        events.set(unit.slot(), new Unit(pid, unit.discontinuity(), unit.key(), pts, dts,
                Bytes.copyOf(pes)));
    }

    private long stamp(ByteBuffer pes, int prefix) throws MalformedMediaException {
        int high = pes.get();
        int middle = pes.getShort();
        int low = pes.getShort();
        check(high >> 4 == prefix && (high & middle & low & 1) == 1, "stamp");
        return (long) (high >> 1 & 7) << 30 | (middle & 0xFFFE) << 14 | (low & 0xFFFF) >> 1;
    }

    private static int crc(ByteBuffer bytes, int from, int count) {
        int crc = -1;
        for (int bit = 0; bit < count * 8; bit++) {
            int in = bytes.get(from + bit / 8) >> 7 - bit % 8 & 1;
            crc = crc << 1 ^ (crc >>> 31 != in ? 0x04C11DB7 : 0);
        }
        return crc;
    }

    private void check(boolean holds, String what) throws MalformedMediaException {
        if (!holds) {
            throw new MalformedMediaException("MPEG-TS: " + what, at);
        }
    }
}
