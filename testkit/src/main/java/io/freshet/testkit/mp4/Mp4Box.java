package io.freshet.testkit.mp4;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One box, with the boxes inside it if it is known to have some.
///
/// @param type     four characters
/// @param offset   where it begins in the file, bytes
/// @param size     its header included, bytes
/// @param body     what follows the header; never move its position, use [#fields]
/// @param children in the order of the file
public record Mp4Box(String type, int offset, int size, ByteBuffer body, List<Mp4Box> children) {

    /// `moov/trak/mdia/minf/stbl/stsd/mp4a/esds` has eight levels.
    private static final int MAX_DEPTH = 12;
    /// A file of an hour in parts of half a second has a fifth of it.
    private static final int MAX_BOXES = 200_000;
    private static final int HEADER_BYTES = 8;

    /// Bytes before the first child.
    private static final Map<String, Integer> CONTAINERS = Map.ofEntries(
            Map.entry("moov", 0), Map.entry("trak", 0), Map.entry("mdia", 0),
            Map.entry("minf", 0), Map.entry("dinf", 0), Map.entry("stbl", 0),
            Map.entry("mvex", 0), Map.entry("moof", 0), Map.entry("traf", 0),
            Map.entry("edts", 0), Map.entry("stsd", 8), Map.entry("dref", 8),
            Map.entry("avc1", 78), Map.entry("hvc1", 78), Map.entry("hev1", 78),
            Map.entry("av01", 78), Map.entry("vp09", 78),
            Map.entry("mp4a", 28), Map.entry("Opus", 28), Map.entry("fLaC", 28),
            Map.entry("ac-3", 28), Map.entry("ec-3", 28), Map.entry(".mp3", 28));

    /// All boxes of a file or of several segments one after the other; `file` is not consumed.
    public static List<Mp4Box> parse(ByteBuffer file) throws MalformedMediaException {
        return parse(file, 0, 0, new int[1]);
    }

    /// The boxes at a path of types, from the children of this one: `traf/trun`.
    public List<Mp4Box> all(String path) {
        return all(children, path);
    }

    /// The boxes at a path of types: `moof/traf/trun`.
    public static List<Mp4Box> all(List<Mp4Box> boxes, String path) {
        String[] levels = path.split("/", -1);
        List<Mp4Box> found = ofType(boxes, levels[0]);
        for (int i = 1; i < levels.length; i++) {
            found = ofType(found.stream().flatMap(box -> box.children.stream()).toList(),
                    levels[i]);
        }
        return found;
    }

    private static List<Mp4Box> ofType(List<Mp4Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type.equals(type)).toList();
    }

    /// A reader of the body, at its beginning.
    public Fields fields() {
        return new Fields(type, body.duplicate());
    }

    private static List<Mp4Box> parse(ByteBuffer bytes, int offset, int depth, int[] count)
            throws MalformedMediaException {
        if (depth > MAX_DEPTH) {
            throw new MalformedMediaException("mp4 boxes are too deep", offset);
        }
        List<Mp4Box> boxes = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit()) {
            if (++count[0] > MAX_BOXES) {
                throw new MalformedMediaException("mp4 has too many boxes", offset + at);
            }
            if (bytes.limit() - at < HEADER_BYTES) {
                throw new MalformedMediaException("mp4 ends inside a box header", offset + at);
            }
            int size = bytes.getInt(at);
            byte[] type = new byte[4];
            bytes.get(at + 4, type);
            if (size < HEADER_BYTES || size > bytes.limit() - at) {
                throw new MalformedMediaException("mp4 box of " + size + " bytes", offset + at);
            }
            ByteBuffer body = bytes.slice(at + HEADER_BYTES, size - HEADER_BYTES);
            boxes.add(box(new String(type, StandardCharsets.ISO_8859_1), offset + at, body,
                    depth, count));
            at += size;
        }
        return List.copyOf(boxes);
    }

    private static Mp4Box box(String type, int offset, ByteBuffer body, int depth, int[] count)
            throws MalformedMediaException {
        int size = body.limit() + HEADER_BYTES;
        Integer before = CONTAINERS.get(type);
        if (before == null) {
            return new Mp4Box(type, offset, size, body, List.of());
        }
        if (body.limit() < before) {
            throw new MalformedMediaException("mp4 box " + type + " is too short", offset);
        }
        ByteBuffer inside = body.slice(before, body.limit() - before);
        return new Mp4Box(type, offset, size, body,
                parse(inside, offset + HEADER_BYTES + before, depth + 1, count));
    }
}
