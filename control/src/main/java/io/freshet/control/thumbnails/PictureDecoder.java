package io.freshet.control.thumbnails;

import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import java.io.IOException;

/// Makes a small JPEG of a coded picture.
///
/// Threading: shared; blocks.
public interface PictureDecoder {

    /// The picture, at most [#WIDTH_MAX] pixels wide.
    ///
    /// @param mp4 a fragmented MP4 file with one track and one sample in it
    /// @throws IOException if it cannot be decoded; the message is fit for an operator
    Bytes jpeg(Payload mp4) throws IOException, InterruptedException;

    /// As wide as a row of the console shows it, on a screen of double density.
    int WIDTH_MAX = 320;
}
