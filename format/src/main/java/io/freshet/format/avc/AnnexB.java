package io.freshet.format.avc;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The byte stream format, NAL units behind start codes, to 4-byte lengths and back; for H.265 too.
///
/// Spec: ISO/IEC 14496-10:2022, annex B; ISO/IEC 23008-2:2023, annex B
public final class AnnexB {

    /// More than any access unit has: 8 MiB of NAL units with three bytes each is an attack.
    static final int MAX_UNITS = 100_000;

    private static final int START_CODE = 1;

    private AnnexB() {
    }

    /// The NAL units between start codes of 3 or 4 bytes, without the zeros that may trail them;
    /// views of `source`, none is empty.
    ///
    /// @param source borrowed, its position is not moved
    /// @throws MalformedMediaException if something else than zeros precedes the first start code
    public static List<ByteBuffer> split(ByteBuffer source) throws MalformedMediaException {
        List<ByteBuffer> units = new ArrayList<>();
        int end = source.limit();
        int at = skipZeros(source, source.position(), end);
        while (at < end) {
            int next = nextStartCode(source, at, end);
            int to = next;
            while (to > at && source.get(to - 1) == 0) {
                to--;
            }
            if (to > at) {
                if (units.size() == MAX_UNITS) {
                    throw new MalformedMediaException(
                            "more than " + MAX_UNITS + " NAL units", at - source.position());
                }
                units.add(source.slice(at, to - at));
            }
            at = Math.min(end, next + 3);
        }
        return units;
    }

    /// The same NAL units with 4-byte lengths.
    ///
    /// @param source borrowed, its position is not moved
    public static Bytes toLengthPrefixed(ByteBuffer source) throws MalformedMediaException {
        List<ByteBuffer> units = split(source);
        ByteBuffer out = ByteBuffer.allocate(
                units.stream().mapToInt(unit -> 4 + unit.remaining()).sum());
        for (ByteBuffer unit : units) {
            out.putInt(unit.remaining()).put(unit);
        }
        return Bytes.wrap(out.array());
    }

    /// Appends a frame's payload, NAL units with 4-byte lengths, with start codes of 4 bytes: as
    /// many bytes as it had.
    ///
    /// @throws MalformedMediaException if a length does not fit; `target` is then half written
    /// @throws java.nio.BufferOverflowException if they do not fit
    public static void write(Payload lengthPrefixed, ByteBuffer target)
            throws MalformedMediaException {
        if (lengthPrefixed.length() == 0) {
            return;
        }
        write(lengthPrefixed.buffer(), target);
    }

    /// Appends what is left of a frame's payload.
    ///
    /// @param source NAL units with 4-byte lengths, consumed
    /// @throws MalformedMediaException if a length does not fit; `target` is then half written
    /// @throws java.nio.BufferOverflowException if they do not fit
    public static void write(ByteBuffer source, ByteBuffer target)
            throws MalformedMediaException {
        int begin = target.position();
        while (source.hasRemaining()) {
            if (source.remaining() < 4) {
                throw new MalformedMediaException("NAL unit length ends early",
                        target.position() - begin);
            }
            int length = source.getInt();
            if (length < 0 || length > source.remaining()) {
                throw new MalformedMediaException("NAL unit of " + (length & 0xFFFF_FFFFL)
                        + " bytes, " + source.remaining() + " left", target.position() - begin);
            }
            target.putInt(START_CODE);
            target.put(target.position(), source, source.position(), length);
            target.position(target.position() + length);
            source.position(source.position() + length);
        }
    }

    /// Appends NAL units without lengths, parameter sets for example, each behind a start code of 4
    /// bytes.
    ///
    /// @throws java.nio.BufferOverflowException if they do not fit
    public static void write(List<Bytes> nalUnits, ByteBuffer target) {
        for (Bytes unit : nalUnits) {
            target.putInt(START_CODE);
            unit.writeTo(target);
        }
    }

    private static int skipZeros(ByteBuffer source, int from, int end)
            throws MalformedMediaException {
        int at = from;
        while (at < end && source.get(at) == 0) {
            at++;
        }
        if (at < end && (source.get(at) != 1 || at - from < 2)) {
            throw new MalformedMediaException("no start code", at - from);
        }
        return Math.min(end, at + 1);
    }

    /// Where the next 00 00 01 begins, or `end`.
    private static int nextStartCode(ByteBuffer source, int from, int end) {
        int at = from;
        while (at + 3 <= end) {
            int third = source.get(at + 2);
            if (third > 1 || third < 0) {
                at += 3;
            } else if (third == 1 && source.get(at) == 0 && source.get(at + 1) == 0) {
                return at;
            } else {
                at++;
            }
        }
        return end;
    }
}
