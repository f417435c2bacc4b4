package io.freshet.format.ts;

import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A segment of audio alone: an ID3 tag that says when it begins, and the frames behind it.
///
/// ```
/// "ID3" 04 00, flags, size            tag, sizes in seven bits a byte
/// "PRIV", size, flags                 one frame
/// owner 00, 31 zero bits, 33 bits     the stamp that a TS segment would begin with
/// ```
///
/// Spec: RFC 8216, 3.4; ID3 tag version 2.4.0, Main Structure 3.1 and Native Frames 4.27
public final class PackedAudio {

    private static final byte[] OWNER =
            "com.apple.streaming.transportStreamTimestamp\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FRAME_BYTES = OWNER.length + 8;

    private PackedAudio() {
    }

    /// The segment with these frames.
    ///
    /// @param frames of one AAC or MP3 track, at least one; payloads are not copied
    /// @throws UnsupportedMediaException for another codec, or if ADTS has no words for the track
    public static Payload of(List<Frame> frames, TsClock clock) throws MediaException {
        Frame first = frames.getFirst();
        StreamType type = StreamType.of(first.track()).filter(each -> each.kind() == Kind.AUDIO)
                .orElseThrow(() -> new UnsupportedMediaException(
                        first.track().codec().label() + " as packed audio"));
        List<Payload> parts = new ArrayList<>();
        parts.add(tag(clock.stamp(first.pts(), first.track().timescale())));
        for (Frame frame : frames) {
            parts.addAll(ElementaryUnit.of(type, frame).before());
            parts.add(frame.payload());
        }
        return new CompositePayload(parts);
    }

    private static Bytes tag(long stamp) {
        ByteBuffer out = ByteBuffer.allocate(20 + FRAME_BYTES);
        // Below 128, so that seven bits a byte are the number itself.
        out.put((byte) 'I').put((byte) 'D').put((byte) '3').put((byte) 4).put((byte) 0);
        out.put((byte) 0).putInt(10 + FRAME_BYTES);
        out.put((byte) 'P').put((byte) 'R').put((byte) 'I').put((byte) 'V');
        out.putInt(FRAME_BYTES).putShort((short) 0).put(OWNER).putLong(stamp);
        return Bytes.wrap(out.array());
    }
}
