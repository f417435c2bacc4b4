package io.freshet.format.av1;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;

/// One temporal unit as a frame's payload, and what its OBUs say about it.
///
/// The sequence header stays in the payload, as a sync sample must have it.
///
/// @param payload        OBUs with sizes, without temporal delimiter and padding; contiguous;
///                       shares the source's bytes where they lie side by side; empty if nothing
///                       is left
/// @param flags          as in [Frame]: KEY if its first frame is a key frame that is shown at once
/// @param hasPicture     false if it has no frame
/// @param sequenceHeader the last one found, a whole OBU with size; empty if there is none
///
/// Spec: AV1 1.0.0, 5.9.2 and 7.5; AV1 ISOBMFF 1.2.0, 2.4 and 2.5
public record Av1TemporalUnit(Payload payload, int flags, boolean hasPicture,
        Bytes sequenceHeader) {

    /// @param obus low-overhead format; the last OBU may lack its size; may be shared by the result
    public static Av1TemporalUnit parse(Payload obus) throws MalformedMediaException {
        // A frame must be contiguous; the copy happens only when it arrived in pieces.
        Payload whole = obus.slices().length > 1 ? Bytes.wrap(obus.toArray()) : obus;
        if (whole.length() == 0) {
            return new Av1TemporalUnit(Bytes.EMPTY, 0, false, Bytes.EMPTY);
        }
        ByteBuffer bytes = whole.buffer();
        Scan scan = new Scan(bytes);
        for (int at = 0; at < bytes.limit();) {
            at = scan.take(Obu.at(bytes, at));
        }
        return new Av1TemporalUnit(scan.payload(whole), scan.key ? Frame.KEY : 0, scan.hasPicture,
                scan.sequenceHeader);
    }

    private static final class Scan {

        private final ByteBuffer bytes;
        private int keptFrom = -1;
        private int keptTo;
        private boolean together = true;
        private boolean reduced;
        private boolean hasPicture;
        private boolean key;
        private Bytes sequenceHeader = Bytes.EMPTY;

        Scan(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        /// Looks at a unit and tells where the next one begins.
        int take(Obu obu) throws MalformedMediaException {
            if (isKept(obu)) {
                together &= obu.sized() && (keptFrom < 0 || keptTo == obu.start());
                keptFrom = keptFrom < 0 ? obu.start() : keptFrom;
                keptTo = obu.end();
            }
            switch (obu.type()) {
                case Obu.SEQUENCE_HEADER -> {
                    reduced = (firstByte(obu) & 0x08) != 0;
                    ByteBuffer copy = ByteBuffer.allocate(obu.sizedLength());
                    obu.writeSized(bytes, copy);
                    sequenceHeader = Bytes.wrap(copy.array());
                }
                case Obu.FRAME_HEADER, Obu.FRAME -> {
                    if (!hasPicture) {
                        // show_existing_frame 0, frame_type KEY_FRAME, show_frame 1
                        key = reduced || (firstByte(obu) & 0xF0) == 0x10;
                    }
                    hasPicture = true;
                }
                default -> { }
            }
            return obu.end();
        }

        private int firstByte(Obu obu) throws MalformedMediaException {
            if (obu.body() == obu.end()) {
                throw new MalformedMediaException("OBU of type " + obu.type() + " is empty",
                        obu.start());
            }
            return bytes.get(obu.body());
        }

        private static boolean isKept(Obu obu) {
            return obu.type() != Obu.TEMPORAL_DELIMITER && obu.type() != Obu.PADDING;
        }

        Payload payload(Payload whole) throws MalformedMediaException {
            if (keptFrom < 0) {
                return Bytes.EMPTY;
            }
            if (together) {
                return keptTo - keptFrom == whole.length() ? whole
                        : whole.slice(keptFrom, keptTo - keptFrom);
            }
            // Sizes are at most 4 bytes, and only the last OBU gains one.
            ByteBuffer out = ByteBuffer.allocate(whole.length() + 5);
            for (int at = 0; at < bytes.limit();) {
                Obu obu = Obu.at(bytes, at);
                if (isKept(obu)) {
                    obu.writeSized(bytes, out);
                }
                at = obu.end();
            }
            return Bytes.wrap(out.array(), 0, out.position());
        }
    }
}
