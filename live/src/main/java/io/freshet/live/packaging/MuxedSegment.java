package io.freshet.live.packaging;

import io.freshet.media.AudioCodec;
import io.freshet.media.Frame;
import io.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole segment of the default picture and the default sound together.
public final class MuxedSegment {

    private static final int CLOCK = 90_000;

    private final Segment reference;
    private final List<Track> declared;
    private final List<Track> tracks;
    private final List<Segment> parts;
    private final Resource resource;

    /// @param parts the renditions' segments of one number, the reference first
    MuxedSegment(List<Segment> parts, SegmentRenderer renderer) {
        this.reference = parts.stream().filter(part -> !part.gap()).findFirst()
                .orElse(parts.getFirst());
        this.declared = parts.stream().map(Segment::track).toList();
        this.tracks = parts.stream().filter(part -> !part.gap()).map(Segment::track).toList();
        this.parts = List.copyOf(parts);
        this.resource = new Resource(contentType(), () -> renderer.render(this));
    }

    /// Segment number.
    public long number() {
        return reference.number();
    }

    /// One configuration per track that has frames in it: video, audio, or both.
    public List<Track> tracks() {
        return tracks;
    }

    /// Frames by decode time; a picture before the sound of the same instant. Empty for a gap.
    /// Made anew with each call.
    public List<Frame> frames() {
        List<Frame> merged = new ArrayList<>();
        parts.forEach(part -> merged.addAll(part.frames()));
        // A stable sort: at the same time the picture goes first.
        merged.sort((a, b) -> Long.compare(a.dtsOn(CLOCK), b.dtsOn(CLOCK)));
        return merged;
    }

    /// Decoders reset before it.
    public boolean breaks() {
        return reference.at().breaks();
    }

    /// Whether the stream has no video: then it is packed audio, not a transport stream.
    public boolean isAudioOnly() {
        return audioOnlyCodec().isPresent();
    }

    private Optional<AudioCodec> audioOnlyCodec() {
        boolean single = declared.size() == 1;
        return single && declared.getFirst().codec() instanceof AudioCodec codec
                ? Optional.of(codec) : Optional.empty();
    }

    boolean gap() {
        return tracks.isEmpty();
    }

    Segment reference() {
        return reference;
    }

    Resource resource() {
        return resource;
    }

    /// `{tag}/{number}.ts`, or what packed audio is called.
    String uri() {
        return reference.at().path() + audioOnlyCodec().map(codec -> switch (codec) {
            case AAC -> ".aac";
            case MP3 -> ".mp3";
            case AC3 -> ".ac3";
            case EAC3 -> ".ec3";
            // Not in packed audio: in a transport stream.
            case OPUS, FLAC -> ".ts";
        }).orElse(".ts");
    }

    private String contentType() {
        return audioOnlyCodec().map(codec -> switch (codec) {
            case AAC -> "audio/aac";
            case MP3 -> "audio/mpeg";
            case AC3 -> "audio/ac3";
            case EAC3 -> "audio/eac3";
            case OPUS, FLAC -> "video/mp2t";
        }).orElse("video/mp2t");
    }
}
