package io.freshet.format.flv;

import io.freshet.format.avc.AvcAccessUnit;
import io.freshet.format.avc.AvcConfiguration;
import io.freshet.format.avc.AvcTrack;
import io.freshet.format.hevc.HevcAccessUnit;
import io.freshet.format.hevc.HevcConfiguration;
import io.freshet.format.hevc.HevcTrack;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.media.VideoCodec;
import java.util.List;

/// How the pictures of a track are read: its codec with the configuration as it came in.
sealed interface VideoForm {

    /// A picture in the form that tracks of its codec have.
    ///
    /// @param flags         as in a frame
    /// @param hasPicture    false if nothing in it is shown
    /// @param parameterSets found in band
    record Picture(Payload payload, int flags, boolean hasPicture, List<Bytes> parameterSets) {
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
                    unit.parameterSets());
        }

        @Override
        public VideoForm updatedBy(List<Bytes> parameterSets) throws MediaException {
            return new Avc(configuration.updatedBy(parameterSets), nalLengthSize);
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
                    unit.parameterSets());
        }

        @Override
        public VideoForm updatedBy(List<Bytes> parameterSets) throws MediaException {
            return new Hevc(configuration.updatedBy(parameterSets));
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
            case AV1, VP9 -> throw new UnsupportedMediaException(codec.label());
        };
    }

    /// The track with that id.
    Track track(int id) throws MediaException;

    /// Reads one coded picture, sharing its bytes where it can.
    Picture read(Bytes data) throws MediaException;

    /// This form after parameter sets came in band; an equal one if they are known.
    VideoForm updatedBy(List<Bytes> parameterSets) throws MediaException;
}
