package io.freshet.format.bits;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Walks the length-prefixed NAL units of one access unit and keeps some of them.
///
/// Nothing is copied while the units that stay have 4-byte lengths and lie side by side, which is
/// so when an encoder puts AUD and parameter sets first.
///
/// Threading: confined to one call.
///
/// Spec: ISO/IEC 14496-15:2022, 4.3.3
public final class NalFilter {

    /// avcC can hold 31 SPS and 255 PPS; one access unit with more parameter sets is an attack.
    static final int MAX_LIFTED = 300;
    /// Eight times the longest message that any input takes: 1-byte lengths grow when rewritten.
    static final int MAX_BYTES = 64 << 20;

    private final Payload source;
    private final ByteBuffer bytes;
    private final int lengthSize;
    private final List<Bytes> lifted = new ArrayList<>(0);
    /// Start and end of each unit that stays, without its length.
    private int[] kept = new int[4];
    private int keptCount;

    private NalFilter(Payload source, int lengthSize) {
        this.source = source;
        this.bytes = source.buffer();
        this.lengthSize = lengthSize;
    }

    /// What happens to a NAL unit.
    public enum Fate { KEEP, DROP, LIFT }

    /// Looks at one NAL unit after the other and decides.
    @FunctionalInterface
    public interface Choice {
        /// @param nal not empty; a view for this call
        Fate of(ByteBuffer nal) throws MalformedMediaException;
    }

    /// @param payload the units that were kept, with 4-byte lengths, contiguous; may be empty
    /// @param lifted  copies of those that were lifted, without length
    public record Result(Payload payload, List<Bytes> lifted) {
    }

    /// Applies `choice` to every NAL unit of `source`; empty units are dropped.
    ///
    /// @param lengthSize bytes before each unit that say how long it is: 1, 2 or 4
    /// @throws MalformedMediaException if a length does not fit, or `choice` says so
    public static Result apply(Payload source, int lengthSize, Choice choice)
            throws MalformedMediaException {
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException("NAL length size " + lengthSize);
        }
        // A frame must be contiguous; the copy happens only when it arrived in pieces.
        Payload whole = source instanceof Bytes || source.slices().length <= 1
                ? source : Bytes.wrap(source.toArray());
        if (whole.length() == 0) {
            return new Result(Bytes.EMPTY, List.of());
        }
        NalFilter filter = new NalFilter(whole, lengthSize);
        filter.walk(choice);
        return new Result(filter.payload(), List.copyOf(filter.lifted));
    }

    private void walk(Choice choice) throws MalformedMediaException {
        int at = bytes.position();
        int end = bytes.limit();
        while (at < end) {
            if (end - at < lengthSize) {
                throw new MalformedMediaException("NAL unit length ends early", at);
            }
            long length = length(at);
            int from = at + lengthSize;
            if (length > end - from) {
                throw new MalformedMediaException("NAL unit of " + length + " bytes, "
                        + (end - from) + " left", at);
            }
            at = from + (int) length;
            if (length > 0) {
                decide(choice, from, at);
            }
        }
    }

    private long length(int at) {
        return switch (lengthSize) {
            case 1 -> bytes.get(at) & 0xFF;
            case 2 -> bytes.getShort(at) & 0xFFFF;
            default -> bytes.getInt(at) & 0xFFFF_FFFFL;
        };
    }

    private void decide(Choice choice, int from, int to) throws MalformedMediaException {
        switch (choice.of(bytes.slice(from, to - from))) {
            case KEEP -> keep(from, to);
            case DROP -> { }
            case LIFT -> {
                if (lifted.size() == MAX_LIFTED) {
                    throw new MalformedMediaException(
                            "more than " + MAX_LIFTED + " parameter sets in an access unit", from);
                }
                lifted.add(Bytes.copyOf(bytes.slice(from, to - from)));
            }
        }
    }

    private void keep(int from, int to) {
        if (keptCount + 2 > kept.length) {
            kept = Arrays.copyOf(kept, kept.length * 2);
        }
        kept[keptCount++] = from;
        kept[keptCount++] = to;
    }

    private Payload payload() throws MalformedMediaException {
        if (keptCount == 0) {
            return Bytes.EMPTY;
        }
        long size = 0;
        for (int i = 0; i < keptCount; i += 2) {
            size += 4 + kept[i + 1] - kept[i];
        }
        if (size > MAX_BYTES) {
            throw new MalformedMediaException("access unit of " + size + " bytes", -1);
        }
        int from = kept[0] - 4;
        if (lengthSize == 4 && kept[keptCount - 1] - from == size) {
            return size == source.length() ? source : source.slice(from, (int) size);
        }
        return rewritten((int) size);
    }

    private Bytes rewritten(int size) {
        ByteBuffer target = ByteBuffer.allocate(size);
        for (int i = 0; i < keptCount; i += 2) {
            int length = kept[i + 1] - kept[i];
            target.putInt(length);
            target.put(target.position(), bytes, kept[i], length);
            target.position(target.position() + length);
        }
        return Bytes.wrap(target.array());
    }
}
