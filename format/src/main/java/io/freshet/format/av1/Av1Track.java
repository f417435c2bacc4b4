package io.freshet.format.av1;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.Optional;

/// Makes tracks of AV1 configurations.
///
/// Spec: AV1 ISOBMFF 1.2.0, 5
public final class Av1Track {

    private static final int TIMESCALE = 90_000;

    private Av1Track() {
    }

    /// The track that an `av1C` announces; without a sequence header in it the size is unknown.
    public static Track of(int id, Bytes av1C) throws MalformedMediaException {
        return of(id, Av1Configuration.parse(av1C.buffer()));
    }

    /// The track of a configuration that was made of a sequence header.
    public static Track of(int id, Av1Configuration configuration)
            throws MalformedMediaException {
        Optional<Av1SequenceHeader> header = configuration.sequenceHeader();
        String name = header.map(Av1SequenceHeader::codecString)
                .orElseGet(configuration::codecString);
        // A temporal unit shows one frame: nothing is reordered between units.
        Traits traits = header.map(h -> new Traits.Picture(h.width(), h.height(),
                h.framesPerKilosecond(), 0)).orElseGet(() -> new Traits.Picture(0, 0, 0, 0));
        return new Track(id, VideoCodec.AV1, TIMESCALE, configuration.write(), name, traits, "");
    }
}
