package io.freshet.format.vp9;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;

/// Makes tracks of VP9 configurations.
///
/// Spec: VP Codec ISO Media File Format Binding 1.0, codecs parameter
public final class Vp9Track {

    private static final int TIMESCALE = 90_000;

    private Vp9Track() {
    }

    /// The track that a `vpcC` announces; its size is unknown until [#sized].
    public static Track of(int id, Bytes vpcC) throws MalformedMediaException {
        return of(id, Vp9Configuration.parse(vpcC.buffer()), 0, 0);
    }

    /// The track that begins with a key frame and was not announced.
    ///
    /// @throws MalformedMediaException if it is no key frame
    public static Track of(int id, Vp9Frame keyFrame) throws MalformedMediaException {
        return of(id, Vp9Configuration.of(keyFrame), keyFrame.width(), keyFrame.height());
    }

    /// `track` with the size of its key frame; itself if that is known or it is no key frame.
    public static Track sized(Track track, Vp9Frame frame) throws MalformedMediaException {
        boolean known = track.traits() instanceof Traits.Picture picture
                && picture.width() == frame.width() && picture.height() == frame.height();
        if (frame.width() == 0 || known) {
            return track;
        }
        Vp9Configuration configuration = Vp9Configuration.parse(track.configuration().buffer());
        return of(track.id(), configuration, frame.width(), frame.height());
    }

    private static Track of(int id, Vp9Configuration configuration, int width, int height) {
        Vp9Configuration complete = configuration.withLevelFor(width, height);
        return new Track(id, VideoCodec.VP9, TIMESCALE, complete.write(), complete.codecString(),
                new Traits.Picture(width, height, 0, 0), "");
    }
}
