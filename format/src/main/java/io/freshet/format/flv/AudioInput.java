package io.freshet.format.flv;

import io.freshet.format.aac.AacTrack;
import io.freshet.format.ac3.Ac3Header;
import io.freshet.format.ac3.Ac3Track;
import io.freshet.format.flac.FlacTrack;
import io.freshet.format.flac.StreamInfo;
import io.freshet.format.mp3.Mp3Header;
import io.freshet.format.mp3.Mp3Track;
import io.freshet.format.opus.OpusTrack;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One audio track on its way in: its configuration, and packets that become frames.
///
/// Threading: confined to the demuxer's owner.
final class AudioInput {

    private final int id;
    private final InputListener listener;
    private @Nullable Track track;
    private Bytes announced = Bytes.EMPTY;

    AudioInput(int id, InputListener listener) {
        this.id = id;
        this.listener = listener;
    }

    /// Equal ones are ignored: encoders repeat them, some before every key frame.
    void configure(AudioTag.Configuration tag) throws MediaException {
        boolean isSelfDescribing = switch (tag.codec()) {
            case AAC, OPUS, FLAC -> false;
            case MP3, AC3, EAC3 -> true;
        };
        if (isSelfDescribing || tag.configuration().length() == 0) {
            listener.noticed(FlvAnomaly.EMPTY);
            return;
        }
        Track now = track;
        if (now != null && now.codec() == tag.codec()
                && announced.equals(tag.configuration())) {
            return;
        }
        use(switch (tag.codec()) {
            case AAC -> AacTrack.of(id, tag.configuration());
            case OPUS -> OpusTrack.of(id, tag.configuration());
            case FLAC -> FlacTrack.of(id, flac(tag.configuration()));
            case MP3, AC3, EAC3 -> throw new IllegalStateException("self-describing");
        });
        announced = tag.configuration();
    }

    void frames(AudioTag.Coded tag, long timestampMs, Consumer<? super Frame> out)
            throws MediaException {
        if (tag.data().length() == 0) {
            listener.noticed(FlvAnomaly.EMPTY);
            return;
        }
        switch (tag.codec()) {
            case MP3 -> mp3Frames(tag, timestampMs, out);
            case AC3, EAC3 -> {
                Ac3Header header = Ac3Header.parse(tag.data().buffer());
                Track current = use(Ac3Track.of(id, header));
                emit(current, ticks(current, tag, timestampMs), tag.data(), out);
            }
            case AAC, OPUS, FLAC -> {
                Track current = track;
                if (current == null || current.codec() != tag.codec()) {
                    listener.noticed(FlvAnomaly.BEFORE_CONFIGURATION);
                } else {
                    emit(current, ticks(current, tag, timestampMs), tag.data(), out);
                }
            }
        }
    }

    /// The specification says STREAMINFO, and encoders differ in what belongs to it: the marker,
    /// the block's header, or its 34 bytes alone.
    private static Bytes flac(Bytes block) {
        ByteBuffer whole = ByteBuffer.allocate(8 + block.length()).putInt(0x664C6143);
        if (block.length() == StreamInfo.BLOCK_BYTES) {
            whole.putInt(0x80 << 24 | StreamInfo.BLOCK_BYTES);
        } else if (block.buffer().get() == 'f') {
            return block;
        }
        block.writeTo(whole);
        return Bytes.wrap(whole.array(), 0, whole.position());
    }

    /// Usually one frame; several in a message follow each other. Trailing bytes are passed over.
    private void mp3Frames(AudioTag.Coded tag, long timestampMs, Consumer<? super Frame> out)
            throws MalformedMediaException, UnsupportedMediaException {
        Bytes rest = tag.data();
        long ticks = Long.MIN_VALUE;
        do {
            Mp3Header header = Mp3Header.parse(rest.buffer());
            Track current = use(Mp3Track.of(id, header));
            ticks = ticks == Long.MIN_VALUE ? ticks(current, tag, timestampMs) : ticks;
            // Encoders that cut a frame short exist: decoders conceal it.
            int length = Math.min(header.frameBytes(), rest.length());
            emit(current, ticks, rest.slice(0, length), out);
            ticks += header.samplesPerFrame();
            rest = rest.slice(length, rest.length() - length);
        } while (rest.length() >= Mp3Header.BYTES && rest.at(0) == 0xFF);
    }

    private static void emit(Track track, long ticks, Bytes data, Consumer<? super Frame> out) {
        out.accept(new Frame(track, ticks, ticks, Frame.KEY, data, 0));
    }

    private static long ticks(Track track, AudioTag.Coded tag, long timestampMs) {
        return FlvTime.ticks(timestampMs, tag.offsetNs(), track.timescale());
    }

    /// The track itself if it is the current one already.
    private Track use(Track next) {
        Track now = track;
        if (now != null && now.equals(next)) {
            return now;
        }
        track = next;
        listener.configured(next);
        return next;
    }
}
