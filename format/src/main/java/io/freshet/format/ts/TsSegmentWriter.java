package io.freshet.format.ts;

import io.freshet.format.ts.ProgramTables.Entry;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes one HLS segment: a transport stream that can follow any other of the same stream.
///
/// It begins with PAT and PMT, and counts each PID from 0 with a discontinuity flag, so it needs
/// nothing from the segment before. PCR runs on a PID of its own, 100 ms before DTS. The bytes are
/// a function of tracks, frames and clock: neither the order of arrival nor earlier segments count.
///
/// Threading: confined to one call.
///
/// Spec: ISO/IEC 13818-1:2023; RFC 8216, 3.2
public final class TsSegmentWriter {

    static final int PMT_PID = 0x100;
    static final int PCR_PID = 0x101;
    static final int FIRST_PID = 0x110;

    /// A decoder has 100 ms to read a frame before it decodes it.
    private static final long PCR_LEAD = 9_000;
    /// 60 ms: with frames of 32 ms in between still inside the 100 ms that are allowed.
    private static final long PCR_PERIOD = 5_400;
    /// Radio at 48 kbit/s would pay half of its bytes for headers if each frame had a PES packet.
    private static final int MAX_AUDIO_FRAMES = 8;
    private static final int MAX_AUDIO_BYTES = 16 << 10;

    private final TsClock clock;
    private final TsPackets packets;
    private final Map<Integer, Entry> entries;
    /// On the output timeline, 90 kHz; before any frame at first.
    private long lastPcr = Long.MIN_VALUE / 2;

    private TsSegmentWriter(TsClock clock, Map<Integer, Entry> entries, int expectedBytes) {
        this.clock = clock;
        this.entries = entries;
        this.packets = new TsPackets(expectedBytes);
    }

    /// Whether frames of that track can be in a segment.
    public static boolean carries(Track track) {
        return StreamType.of(track).isPresent();
    }

    /// The segment with these frames.
    ///
    /// @param tracks what the program consists of, in this order; also those without a frame here
    /// @param frames each track's in ascending DTS; the order between tracks is not looked at, and
    ///               frames of other tracks are left out
    /// @throws UnsupportedMediaException if a track is none that [#carries] knows, or ADTS has no
    ///                                   words for it
    /// @throws io.freshet.media.MalformedMediaException if a configuration or payload is damaged
    public static Bytes write(List<Track> tracks, List<Frame> frames, TsClock clock)
            throws MediaException {
        Map<Integer, Entry> entries = new LinkedHashMap<>();
        for (Track track : tracks) {
            StreamType type = StreamType.of(track).orElseThrow(() ->
                    new UnsupportedMediaException(track.codec().label() + " in MPEG-TS"));
            entries.put(track.id(), new Entry(FIRST_PID + entries.size(), type));
        }
        long bytes = frames.stream().mapToLong(frame -> frame.payload().length() + 64L).sum();
        TsSegmentWriter writer = new TsSegmentWriter(clock, entries,
                (int) Math.min(bytes * 17 / 16 + 4 * TsPackets.PACKET_BYTES, 1 << 28));
        writer.begin();
        for (List<Frame> unit : units(tracks, frames)) {
            writer.unit(unit);
        }
        return writer.packets.finish();
    }

    private void begin() {
        packets.section(0, ProgramTables.association(PMT_PID));
        packets.section(PMT_PID, ProgramTables.map(PCR_PID, List.copyOf(entries.values())));
    }

    private void unit(List<Frame> frames) throws MediaException {
        Frame first = frames.getFirst();
        Entry entry = Objects.requireNonNull(entries.get(first.track().id()));
        if (StreamType.of(first.track()).filter(entry.type()::equals).isEmpty()) {
            throw new UnsupportedMediaException("change to " + first.track().codec().label()
                    + " within an MPEG-TS segment");
        }
        writePcr(first.dtsOn(TsClock.HZ));
        List<ElementaryUnit> parts = new ArrayList<>();
        int length = 0;
        for (Frame frame : frames) {
            ElementaryUnit part = ElementaryUnit.of(entry.type(), frame);
            parts.add(part);
            length += part.length();
        }
        ByteBuffer pes = ByteBuffer.allocate(PesHeader.MAX_BYTES + length);
        int timescale = first.track().timescale();
        new PesHeader(entry.type().kind() == Kind.VIDEO, clock.stamp(first.pts(), timescale),
                clock.stamp(first.dts(), timescale), length).write(pes);
        for (ElementaryUnit part : parts) {
            part.write(pes);
        }
        packets.pes(entry.pid(), first.isKey(), pes.array(), pes.position());
    }

    private void writePcr(long dts) {
        if (dts - lastPcr >= PCR_PERIOD) {
            packets.pcr(PCR_PID, TsClock.wrapped(dts + clock.offset() - PCR_LEAD));
            lastPcr = dts;
        }
    }

    /// What goes into a PES packet each, in the order of DTS; of equals the earlier track first.
    private static List<List<Frame>> units(List<Track> tracks, List<Frame> frames) {
        Map<Integer, List<List<Frame>>> byTrack = new HashMap<>();
        for (Frame frame : frames) {
            List<List<Frame>> units = byTrack.computeIfAbsent(frame.track().id(),
                    _ -> new ArrayList<>());
            if (units.isEmpty() || !continues(units.getLast(), frame)) {
                units.add(new ArrayList<>());
            }
            units.getLast().add(frame);
        }
        List<List<Frame>> all = new ArrayList<>();
        tracks.forEach(track -> all.addAll(byTrack.getOrDefault(track.id(), List.of())));
        // Stable: the order of tracks decides between equals.
        all.sort(Comparator.comparingLong(unit -> unit.getFirst().dtsOn(TsClock.HZ)));
        return all;
    }

    /// Whether an audio frame follows a unit without a gap, so that its stamp need not be written.
    private static boolean continues(List<Frame> unit, Frame frame) {
        Frame last = unit.getLast();
        if (frame.kind() != Kind.AUDIO || unit.size() >= MAX_AUDIO_FRAMES
                || !frame.track().equals(last.track())
                || !(frame.track().traits() instanceof Traits.Sound sound)
                || last.dts() + sound.samplesPerFrame() != frame.dts()) {
            return false;
        }
        int bytes = unit.stream().mapToInt(each -> each.payload().length()).sum();
        return bytes + frame.payload().length() <= MAX_AUDIO_BYTES;
    }}
