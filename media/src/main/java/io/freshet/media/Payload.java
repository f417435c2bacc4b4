package io.freshet.media;

import java.nio.ByteBuffer;

/// Read-only bytes that anyone may hold and share for as long as they like.
///
/// They are written once, at ingest, and never change. What stores them is hidden, so that GOP
/// cache, HLS window and recorder share one copy.
public interface Payload {

    /// How many bytes there are.
    int length();

    /// The bytes as read-only big-endian views, in order; none is empty. Each call makes new views.
    ByteBuffer[] slices();

    /// The bytes from `offset`, `count` of them, sharing this storage.
    ///
    /// @throws IndexOutOfBoundsException if the range is not inside this payload
    Payload slice(int offset, int count);

    /// Appends all bytes to `target`.
    ///
    /// @throws java.nio.BufferOverflowException if they do not fit
    default void writeTo(ByteBuffer target) {
        for (ByteBuffer slice : slices()) {
            target.put(slice);
        }
    }

    /// All bytes as one read-only big-endian view; copies only if they lie in several pieces.
    default ByteBuffer buffer() {
        ByteBuffer[] slices = slices();
        return slices.length == 1 ? slices[0] : ByteBuffer.wrap(toArray()).asReadOnlyBuffer();
    }

    /// A copy of all bytes.
    default byte[] toArray() {
        byte[] copy = new byte[length()];
        writeTo(ByteBuffer.wrap(copy));
        return copy;
    }
}
