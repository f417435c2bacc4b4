package io.freshet.format.flv;

import io.freshet.format.av1.Av1Configuration;
import io.freshet.format.av1.Av1TemporalUnit;
import io.freshet.format.av1.Av1Track;
import io.freshet.format.avc.AvcAccessUnit;
import io.freshet.format.avc.AvcConfiguration;
import io.freshet.format.avc.AvcTrack;
import io.freshet.format.hevc.HevcAccessUnit;
import io.freshet.format.hevc.HevcConfiguration;
import io.freshet.format.hevc.HevcTrack;
import io.freshet.format.vp9.Vp9Frame;
import io.freshet.format.vp9.Vp9Track;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import io.freshet.media.VideoCodec;
import java.util.List;
import java.util.Optional;

/// How the pictures of a track are read: its codec with the configuration as it came in.
sealed interface VideoForm {

    /// A picture in the form that tracks of its codec have.
    ///
    /// @param flags      as in a frame
    /// @param hasPicture false if nothing in it is shown
    /// @param next       the form from this picture on, if it brought another configuration with it
    record Picture(Payload payload, int flags, boolean hasPicture, Optional<VideoForm> next) {
    }

    /// H.264.
    ///
    /// @param nalLengthSize as first announced: the source keeps it when parameter sets change
    record Avc(AvcConfiguration configuration, int nalLengthSize) implements VideoForm {

        @Override
        public Track track(int id) throws MediaException {
            return AvcTrack.of(id, configuration);
        }

        @Override
        public Picture read(Bytes data) throws MediaException {
            AvcAccessUnit unit = AvcAccessUnit.parse(data, nalLengthSize);
            return new Picture(unit.payload(), unit.flags(), unit.hasPicture(),
                    next(unit.parameterSets()));
        }

        private Optional<VideoForm> next(List<Bytes> sets) throws MediaException {
            if (sets.isEmpty()) {
                return Optional.empty();
            }
            Avc updated = new Avc(configuration.updatedBy(sets), nalLengthSize);
            return equals(updated) ? Optional.empty() : Optional.of(updated);
        }
    }

    /// H.265.
    record Hevc(HevcConfiguration configuration) implements VideoForm {

        @Override
        public Track track(int id) throws MediaException {
            return HevcTrack.of(id, configuration);
        }

        @Override
        public Picture read(Bytes data) throws MediaException {
            HevcAccessUnit unit = HevcAccessUnit.parse(data, configuration.nalLengthSize());
            return new Picture(unit.payload(), unit.flags(), unit.hasPicture(),
                    next(unit.parameterSets()));
        }

        private Optional<VideoForm> next(List<Bytes> sets) throws MediaException {
            if (sets.isEmpty()) {
                return Optional.empty();
            }
            Hevc updated = new Hevc(configuration.updatedBy(sets));
            return equals(updated) ? Optional.empty() : Optional.of(updated);
        }
    }

    /// AV1.
    record Av1(Av1Configuration configuration) implements VideoForm {

        @Override
        public Track track(int id) throws MediaException {
            return Av1Track.of(id, configuration);
        }

        @Override
        public Picture read(Bytes data) throws MediaException {
            Av1TemporalUnit unit = Av1TemporalUnit.parse(data);
            Av1 updated = unit.sequenceHeader().length() == 0 ? this
                    : new Av1(configuration.updatedBy(unit.sequenceHeader()));
            return new Picture(unit.payload(), unit.flags(), unit.hasPicture(),
                    equals(updated) ? Optional.empty() : Optional.of(updated));
        }
    }

    /// VP9, whose configuration does not say the size.
    ///
    /// @param sizing the last key frame of another size, without its bytes
    record Vp9(Bytes configuration, Optional<Vp9Frame> sizing) implements VideoForm {

        @Override
        public Track track(int id) throws MediaException {
            Track track = Vp9Track.of(id, configuration);
            return sizing.isPresent() ? Vp9Track.sized(track, sizing.get()) : track;
        }

        @Override
        public Picture read(Bytes data) throws MediaException {
            Vp9Frame frame = Vp9Frame.parse(data);
            boolean resizes = frame.width() > 0 && sizing.filter(last ->
                    last.width() == frame.width() && last.height() == frame.height()).isEmpty();
            Vp9Frame empty = new Vp9Frame(Bytes.EMPTY, frame.flags(), frame.header());
            return new Picture(frame.payload(), frame.flags(), true, resizes
                    ? Optional.of(new Vp9(configuration, Optional.of(empty))) : Optional.empty());
        }
    }

    /// The form that a configuration tag announces.
    static VideoForm of(VideoCodec codec, Bytes configuration) throws MediaException {
        return switch (codec) {
            case AVC -> {
                AvcConfiguration avc = AvcConfiguration.parse(configuration.buffer());
                yield new Avc(avc, avc.nalLengthSize());
            }
            case HEVC -> new Hevc(HevcConfiguration.parse(configuration.buffer()));
            case AV1 -> new Av1(Av1Configuration.parse(configuration.buffer()));
            case VP9 -> new Vp9(configuration, Optional.empty());
        };
    }

    /// The track with that id.
    Track track(int id) throws MediaException;

    /// Reads one coded picture, sharing its bytes where it can.
    Picture read(Bytes data) throws MediaException;
}
