package io.freshet.testkit.mp4;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/// An mp4 file as text, one line a box and one a sample, for golden files.
///
/// Threading: confined to one dump.
public final class Mp4Dump {

    private final StringBuilder text = new StringBuilder();

    private Mp4Dump() {
    }

    /// The dump of a file or of several segments one after the other.
    public static String of(ByteBuffer file) throws MalformedMediaException {
        Mp4Dump dump = new Mp4Dump();
        dump.write(Mp4Box.parse(file), 0);
        return dump.text.toString();
    }

    private void write(List<Mp4Box> boxes, int depth) throws MalformedMediaException {
        for (Mp4Box box : boxes) {
            line(depth, box.type() + " size=" + box.size() + fields(box));
            if (box.type().equals("trun")) {
                writeRun(box.fields(), depth + 1);
            }
            write(box.children(), depth + 1);
        }
    }

    private static String fields(Mp4Box box) throws MalformedMediaException {
        Fields in = box.fields();
        return switch (box.type()) {
            case "moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf", "stsd",
                    "dref", "mdat", "trun" -> "";
            case "ftyp", "styp" -> brands(in);
            case "mvhd" -> " timescale=" + in.skip(12).u32() + " duration=" + in.u32()
                    + " next=" + in.skip(box.size() - 8 - 24).u32();
            case "tkhd" -> flags(in) + " track=" + in.skip(8).u32() + " duration="
                    + in.skip(4).u32() + " volume=" + in.skip(12).u16() + " width="
                    + in.skip(38).u16() + " height=" + in.skip(2).u16();
            case "mdhd" -> " timescale=" + in.skip(12).u32() + " duration=" + in.u32()
                    + " language=" + language(in.u16());
            case "hdlr" -> " handler=" + in.skip(8).code();
            case "avc1", "hvc1", "av01", "vp09" ->
                    " width=" + in.skip(24).u16() + " height=" + in.u16();
            case "mp4a", "Opus", "fLaC", "ac-3", "ec-3" ->
                    " channels=" + in.skip(16).u16() + " rate=" + in.skip(6).u16();
            case "trex" -> " track=" + in.skip(4).u32() + " entry=" + in.u32() + " duration="
                    + in.u32() + " size=" + in.u32() + " flags=" + hex(in.i32());
            case "mfhd" -> " sequence=" + in.skip(4).u32();
            case "tfhd" -> trackFragment(in);
            case "tfdt" -> " dts=" + (in.i32() >>> 24 == 1 ? in.i64() : in.u32());
            default -> " " + HexFormat.of().formatHex(head(box.body()))
                    + (box.body().limit() > 64 ? "..." : "");
        };
    }

    private static String brands(Fields in) throws MalformedMediaException {
        StringBuilder brands = new StringBuilder(" major=" + in.code() + " minor=" + in.u32());
        while (in.remaining() > 0) {
            brands.append(' ').append(in.code());
        }
        return brands.toString();
    }

    private static String trackFragment(Fields in) throws MalformedMediaException {
        int flags = in.i32() & 0xFF_FFFF;
        String line = " flags=" + hex(flags) + " track=" + in.u32();
        line += (flags & 0x08) != 0 ? " duration=" + in.u32() : "";
        line += (flags & 0x10) != 0 ? " size=" + in.u32() : "";
        return line + ((flags & 0x20) != 0 ? " sample-flags=" + hex(in.i32()) : "");
    }

    private void writeRun(Fields in, int depth) throws MalformedMediaException {
        int flags = in.i32();
        long count = in.u32();
        line(depth, "version=" + (flags >>> 24) + " flags=" + hex(flags & 0xFF_FFFF)
                + " samples=" + count
                + ((flags & 1) != 0 ? " data=" + in.i32() : "")
                + ((flags & 4) != 0 ? " first-flags=" + hex(in.i32()) : ""));
        boolean rows = (flags & 0xF00) != 0; // else samples take no bytes and may be billions
        for (long i = 0; rows && i < count; i++) {
            StringBuilder sample = new StringBuilder("sample");
            sample.append((flags & 0x100) != 0 ? " duration=" + in.u32() : "");
            sample.append((flags & 0x200) != 0 ? " size=" + in.u32() : "");
            sample.append((flags & 0x400) != 0 ? " flags=" + hex(in.i32()) : "");
            sample.append((flags & 0x800) != 0 ? " composition=" + in.i32() : "");
            line(depth, sample.toString());
        }
    }

    private static String flags(Fields in) throws MalformedMediaException {
        return " flags=" + hex(in.i32() & 0xFF_FFFF);
    }

    private static String language(int packed) {
        return "" + (char) ((packed >> 10 & 31) + 0x60) + (char) ((packed >> 5 & 31) + 0x60)
                + (char) ((packed & 31) + 0x60);
    }

    private static byte[] head(ByteBuffer body) {
        byte[] head = new byte[Math.min(body.limit(), 64)];
        body.get(0, head);
        return head;
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
