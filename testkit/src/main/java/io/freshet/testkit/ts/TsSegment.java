package io.freshet.testkit.ts;

import io.freshet.media.Bytes;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// What a segment holds.
///
/// @param pmtPid  where the program map was
/// @param pcrPid  where the clock runs
/// @param types   stream type by PID, in the order of the map
/// @param events  clock references and PES packets in the order of their first bytes
/// @param packets of 188 bytes
public record TsSegment(int pmtPid, int pcrPid, Map<Integer, Integer> types, List<Event> events,
        int packets) {

    /// Something in the stream.
    public sealed interface Event {
    }

    /// A clock reference.
    ///
    /// @param base      33 bits at 90 kHz
    /// @param extension 0 to 299 at 27 MHz
    public record Clock(long base, int extension) implements Event {
    }

    /// A PES packet.
    ///
    /// @param pid           its PID
    /// @param discontinuity whether its first packet has discontinuity_indicator
    /// @param randomAccess  whether its first packet has random_access_indicator
    /// @param pts           33 bits
    /// @param dts           33 bits; `pts` if it is not written
    /// @param data          without the PES header
    public record Unit(int pid, boolean discontinuity, boolean randomAccess, long pts, long dts,
            Bytes data) implements Event {
    }

    /// The PES packets of one PID.
    public List<Unit> units(int pid) {
        return events.stream().filter(Unit.class::isInstance).map(Unit.class::cast)
                .filter(unit -> unit.pid() == pid).toList();
    }

    /// The clock references.
    public List<Clock> clocks() {
        return events.stream().filter(Clock.class::isInstance).map(Clock.class::cast).toList();
    }

    /// A line for everything, for golden files.
    public String dump() {
        StringBuilder out = new StringBuilder();
        out.append("packets ").append(packets).append("\nmap in ").append(pmtPid)
                .append(", clock in ").append(pcrPid).append('\n');
        types.forEach((pid, type) -> out.append("%d type %02x\n".formatted(pid, type)));
        for (Event event : events) {
            out.append(switch (event) {
                case Clock clock -> "clock " + clock.base() + "+" + clock.extension();
                case Unit unit -> unit.pid() + (unit.discontinuity() ? " first" : "")
                        + (unit.randomAccess() ? " key" : "") + " pts " + unit.pts()
                        + " dts " + unit.dts() + " bytes " + unit.data().length()
                        + " crc %08x".formatted(crc(unit.data()));
            }).append('\n');
        }
        return out.toString();
    }

    private static long crc(Bytes bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.toArray());
        return crc.getValue();
    }
}
