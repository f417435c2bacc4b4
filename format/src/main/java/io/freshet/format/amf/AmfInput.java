package io.freshet.format.amf;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Checked reads from one message, and the bounds on what it may unfold to.
///
/// Threading: confined to one parse.
final class AmfInput {

    /// Real messages nest three deep; each level costs stack in every walker of the value.
    static final int MAX_DEPTH = 16;
    /// The key frame index of a long file in onMetaData has thousands; this is about 1 MB of heap.
    static final int MAX_VALUES = 16_384;
    /// Property and class names; the longest seen in the field has 31 bytes.
    static final int MAX_NAME_BYTES = 1024;
    /// XMP in onMetaData comes near it, nothing else does.
    static final int MAX_STRING_BYTES = 64 << 10;
    /// All strings of a message together, each use of an AMF3 reference counted again.
    static final int MAX_TEXT_BYTES = 1 << 20;

    private final ByteBuffer source;
    private int depth;
    private int deepest;
    private int values;
    private int textBytes;

    AmfInput(ByteBuffer source) {
        this.source = source;
    }

    boolean isAtEnd() {
        return !source.hasRemaining();
    }

    int offset() {
        return source.position();
    }

    int values() {
        return values;
    }

    int textBytes() {
        return textBytes;
    }

    void enter() throws MalformedMediaException {
        reach(1);
        depth++;
    }

    /// Something as high as `levels` hangs here.
    void reach(int levels) throws MalformedMediaException {
        deepest = Math.max(deepest, depth + levels);
        if (deepest > MAX_DEPTH) {
            throw bad("nesting deeper than " + MAX_DEPTH);
        }
    }

    int depth() {
        return depth;
    }

    /// How deep it has become since [#measureFrom].
    int deepest() {
        return deepest;
    }

    void measureFrom(int newDeepest) {
        deepest = newDeepest;
    }

    void leave() {
        depth--;
    }

    /// Counts values and text bytes that a value adds to the message once more.
    void charge(int moreValues, int moreTextBytes) throws MalformedMediaException {
        values += moreValues;
        textBytes += moreTextBytes;
        if (values > MAX_VALUES) {
            throw bad("more than " + MAX_VALUES + " values");
        }
        if (textBytes > MAX_TEXT_BYTES) {
            throw bad("more than " + MAX_TEXT_BYTES + " bytes of text");
        }
    }

    int u8(String what) throws MalformedMediaException {
        need(1, what);
        return source.get() & 0xFF;
    }

    int peekU8(String what) throws MalformedMediaException {
        need(1, what);
        return source.get(source.position()) & 0xFF;
    }

    int u16(String what) throws MalformedMediaException {
        need(2, what);
        return source.getShort() & 0xFFFF;
    }

    long u32(String what) throws MalformedMediaException {
        need(4, what);
        return source.getInt() & 0xFFFF_FFFFL;
    }

    double f64(String what) throws MalformedMediaException {
        need(8, what);
        return source.getDouble();
    }

    String name(long length) throws MalformedMediaException {
        return text(length, MAX_NAME_BYTES, "name");
    }

    String string(long length) throws MalformedMediaException {
        return text(length, MAX_STRING_BYTES, "string");
    }

    Bytes bytes(long length) throws MalformedMediaException {
        return Bytes.wrap(take(length, MAX_STRING_BYTES, "byte array"));
    }

    /// Bytes that are no UTF-8 become the replacement character: names decide nothing, text is
    /// shown.
    private String text(long length, int max, String what) throws MalformedMediaException {
        return new String(take(length, max, what), StandardCharsets.UTF_8);
    }

    private byte[] take(long length, int max, String what) throws MalformedMediaException {
        if (length > max) {
            throw bad(what + " of " + length + " bytes, at most " + max);
        }
        need((int) length, what);
        charge(0, (int) length);
        byte[] taken = new byte[(int) length];
        source.get(taken);
        return taken;
    }

    private void need(int count, String what) throws MalformedMediaException {
        if (source.remaining() < count) {
            throw bad(what + " cut short");
        }
    }

    MalformedMediaException bad(String what) {
        return new MalformedMediaException("AMF: " + what, source.position());
    }
}
