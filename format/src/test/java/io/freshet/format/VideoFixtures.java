package io.freshet.format;

import io.freshet.format.avc.AnnexB;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Twelve tiny frames (98x50, 29.97 fps) of FFmpeg 5.1's encoders, cut into access units.
///
/// Made with `ffmpeg -f lavfi -i testsrc2=s=98x50:r=30000/1001 -frames:v 12 -bitexact`, a key
/// frame interval of 6, and what the file's name says.
public final class VideoFixtures {

    private static final int IVF_HEADER = 32;

    private VideoFixtures() {
    }

    /// The file of that name beside the test class.
    public static Bytes file(Class<?> test, String name) {
        try (InputStream in = Objects.requireNonNull(test.getResourceAsStream(name), name)) {
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The access units of an Annex B file, each beginning with its AUD, with 4-byte lengths.
    public static List<Bytes> accessUnits(Bytes annexB, int audHeader) {
        List<List<ByteBuffer>> groups = new ArrayList<>();
        for (ByteBuffer nal : split(annexB)) {
            if (groups.isEmpty() || (nal.get(0) & 0xFF) == audHeader) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(nal);
        }
        return groups.stream().map(VideoFixtures::lengthPrefixed).toList();
    }

    /// The frames of an IVF file.
    public static List<Bytes> ivf(Bytes file) {
        ByteBuffer in = file.buffer().order(ByteOrder.LITTLE_ENDIAN).position(IVF_HEADER);
        List<Bytes> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            int size = in.getInt();
            frames.add(file.slice(in.position() + 8, size));
            in.position(in.position() + 8 + size);
        }
        return frames;
    }

    /// Fuzz seeds: the first frames and some in the middle.
    public static Stream<byte[]> seeds(List<Bytes> frames) {
        return frames.stream().limit(9).map(Bytes::toArray);
    }

    private static List<ByteBuffer> split(Bytes annexB) {
        try {
            return AnnexB.split(annexB.buffer());
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes lengthPrefixed(List<ByteBuffer> nals) {
        ByteBuffer out = ByteBuffer.allocate(
                nals.stream().mapToInt(nal -> 4 + nal.remaining()).sum());
        nals.forEach(nal -> out.putInt(nal.remaining()).put(nal));
        return Bytes.wrap(out.array());
    }
}
