package io.freshet.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Several payloads read as one, without copying: an mp4 fragment is its header and its frames.
public final class CompositePayload implements Payload {

    private final List<Payload> parts;
    private final int length;

    /// The payloads in the order given.
    ///
    /// @throws ArithmeticException if they are longer than 2 GiB together
    public CompositePayload(List<? extends Payload> parts) {
        this.parts = List.copyOf(parts);
        int sum = 0;
        for (Payload part : parts) {
            sum = Math.addExact(sum, part.length());
        }
        this.length = sum;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public ByteBuffer[] slices() {
        return parts.stream().flatMap(part -> Arrays.stream(part.slices()))
                .toArray(ByteBuffer[]::new);
    }

    @Override
    public void writeTo(ByteBuffer target) {
        for (Payload part : parts) {
            part.writeTo(target);
        }
    }

    @Override
    public Payload slice(int offset, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        List<Payload> chosen = new ArrayList<>();
        int start = 0;
        for (Payload part : parts) {
            int from = Math.max(offset - start, 0);
            int to = Math.min(offset + count - start, part.length());
            if (from < to) {
                chosen.add(part.slice(from, to - from));
            }
            start += part.length();
        }
        return chosen.size() == 1 ? chosen.getFirst() : new CompositePayload(chosen);
    }
}
