package io.freshet.format.flv;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import org.jspecify.annotations.Nullable;

/// One track on its way out, with the prefixes that it uses again and again.
///
/// Threading: confined to the muxer's owner.
final class OutputLane {

    /// Composition times of a stream are a handful of multiples of the frame duration.
    private static final int CACHED_PREFIXES = 64;

    private final Track track;
    private final int number;
    private final @Nullable Bytes[] prefixes = new Bytes[CACHED_PREFIXES];
    private final int[] prefixKeys = new int[CACHED_PREFIXES];

    /// @param number the track's on the wire, 0 for a default track
    OutputLane(Track track, int number) {
        this.track = track;
        this.number = number;
    }

    Track track() {
        return track;
    }

    int number() {
        return number;
    }

    boolean isFor(Track other, int otherNumber) {
        return number == otherNumber && track.equals(other);
    }

    Bytes videoPrefix(VideoCodec codec, boolean isKey, VideoTag.Timing timing) {
        if (timing.offsetNs() != 0 || timing.ptsNs() >= 0) {
            return VideoTag.codedPrefix(codec, number, isKey, timing);
        }
        int key = timing.compositionMs() << 1 | (isKey ? 1 : 0);
        int slot = (key ^ key >>> 6) & CACHED_PREFIXES - 1;
        Bytes cached = prefixes[slot];
        if (cached == null || prefixKeys[slot] != key) {
            cached = VideoTag.codedPrefix(codec, number, isKey, timing);
            prefixes[slot] = cached;
            prefixKeys[slot] = key;
        }
        return cached;
    }

    Bytes audioPrefix(AudioCodec codec, Traits.Sound sound, int offsetNs) {
        if (offsetNs != 0) {
            return AudioTag.codedPrefix(codec, number, offsetNs, sound);
        }
        Bytes cached = prefixes[0];
        if (cached == null) {
            cached = AudioTag.codedPrefix(codec, number, 0, sound);
            prefixes[0] = cached;
        }
        return cached;
    }

    /// What goes before the configuration, if there is a tag for it.
    @Nullable Bytes configurationPrefix() {
        return switch (track.codec()) {
            case VideoCodec codec ->
                    new VideoTag.Configuration(codec, number, track.configuration()).prefix();
            case AudioCodec codec -> switch (codec) {
                case AAC, OPUS, FLAC ->
                        new AudioTag.Configuration(codec, number, track.configuration()).prefix();
                case MP3, AC3, EAC3 -> null;
            };
            case DataCodec _ -> null;
        };
    }

    /// The body that ends the sequence, if there is one.
    @Nullable Bytes end() {
        return switch (track.codec()) {
            case VideoCodec codec -> new VideoTag.End(codec, number).prefix();
            case AudioCodec codec -> {
                boolean isLegacy = number == 0
                        && (codec == AudioCodec.AAC || codec == AudioCodec.MP3);
                yield isLegacy ? null : new AudioTag.End(codec, number).prefix();
            }
            case DataCodec _ -> null;
        };
    }

    /// The type of its tags.
    int tagType() {
        return switch (track.kind()) {
            case VIDEO -> FlvTag.VIDEO;
            case AUDIO -> FlvTag.AUDIO;
            case DATA -> FlvTag.SCRIPT;
        };
    }

    Bytes colorPrefix(VideoCodec codec) {
        return new VideoTag.Metadata(codec, number, Bytes.EMPTY).prefix();
    }
}
