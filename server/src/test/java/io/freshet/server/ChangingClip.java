package io.freshet.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An FLV file whose picture and sound change half way: 320x180 and 48 kHz, then 640x360 and
/// 44.1 kHz.
final class ChangingClip {

    private ChangingClip() {
    }

    /// One half, which begins at `offset` seconds.
    static Path half(Path folder, boolean second, int seconds, int offset)
            throws IOException, InterruptedException {
        String rate = second ? "44100" : "48000";
        return Ffmpeg.OLD.make(folder, (second ? "second" : "first") + offset + ".flv",
                "-f lavfi -i testsrc2=size=" + (second ? "640x360" : "320x180") + ":rate=25 "
                        + "-f lavfi -i sine=frequency=440:sample_rate=" + rate + " -t " + seconds
                        + " -map 0:v -map 1:a -g 25 -c:v libx264 -preset veryfast -sc_threshold 0 "
                        + "-bf 0 -b:v 300k -pix_fmt yuv420p -c:a aac -ar " + rate
                        + " -output_ts_offset " + offset + " -flvflags no_duration_filesize");
    }

    /// Both halves of so many seconds in one file.
    static Path make(Path folder, int seconds) throws IOException, InterruptedException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(Files.readAllBytes(half(folder, false, seconds, 0)));
        byte[] rest = Files.readAllBytes(half(folder, true, seconds, seconds));
        // Without the file's header and the size of the tag before the first.
        joined.write(rest, 13, rest.length - 13);
        return Files.write(folder.resolve("changing.flv"), joined.toByteArray());
    }
}
