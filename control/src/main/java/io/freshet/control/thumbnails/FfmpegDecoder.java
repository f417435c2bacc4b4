package io.freshet.control.thumbnails;

import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Decodes by FFmpeg, one child process a picture.
///
/// What publishers send is hostile. The child therefore gets five seconds of processor time, 1.5 GB
/// of address space, no file to write, no protocol but its own pipes, no container but MP4, an
/// empty environment, and the lowest priority.
///
/// Threading: immutable.
public final class FfmpegDecoder implements PictureDecoder {

    private static final long PATIENCE_MS = 5_000;
    /// A JPEG of 320x320 that is all noise has a quarter of it.
    private static final int JPEG_BYTES_MAX = 256 << 10;
    /// `ulimit -v` counts kB; a picture of 8K in H.265 takes half of it.
    private static final String LIMITED = "ulimit -c 0; ulimit -f 0; ulimit -t 5; "
            + "ulimit -v 1500000; exec nice -n 19 \"$0\" \"$@\"";

    private final Path program;

    private FfmpegDecoder(Path program) {
        this.program = program;
    }

    /// The FFmpeg of this machine.
    ///
    /// @param searchPath folders as in the variable `PATH`; relative ones are passed over
    public static Optional<FfmpegDecoder> find(String searchPath) {
        for (String folder : searchPath.split(File.pathSeparator)) {
            Path program = Path.of(folder, "ffmpeg");
            if (program.isAbsolute() && Files.isExecutable(program)) {
                return Optional.of(new FfmpegDecoder(program));
            }
        }
        return Optional.empty();
    }

    private List<String> command() {
        return List.of("/bin/sh", "-c", LIMITED, program.toString(),
                "-nostats", "-loglevel", "error", "-threads", "1", "-protocol_whitelist", "pipe",
                "-f", "mp4", "-i", "pipe:0", "-an", "-frames:v", "1", "-vf",
                "scale=w='min(" + WIDTH_MAX + ",iw)':h=-2:flags=bilinear", "-pix_fmt", "yuvj420p",
                "-q:v", "6", "-f", "mjpeg", "pipe:1");
    }

    @Override
    public Bytes jpeg(Payload mp4) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(Redirect.DISCARD)
                .directory(new File("/"));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        Process child = builder.start();
        // The child may fill its output before it has read its input, or read none of it.
        Thread feeding = Thread.ofVirtual().start(() -> feed(mp4, child));
        Thread watching = Thread.ofVirtual().start(() -> endLate(child));
        try (InputStream out = child.getInputStream()) {
            byte[] jpeg = out.readNBytes(JPEG_BYTES_MAX + 1);
            if (jpeg.length > JPEG_BYTES_MAX) {
                throw new IOException("FFmpeg made a picture of more than " + JPEG_BYTES_MAX
                        + " bytes");
            }
            int code = child.waitFor();
            if (code != 0 || jpeg.length == 0) {
                throw new IOException("FFmpeg cannot decode the key frame, exit code " + code);
            }
            return Bytes.wrap(jpeg);
        } finally {
            child.destroyForcibly();
            watching.interrupt();
            feeding.join();
        }
    }

    private static void feed(Payload mp4, Process child) {
        try (OutputStream in = child.getOutputStream()) {
            in.write(mp4.toArray());
        } catch (IOException _) {
            // It has ended; its exit code says why.
        }
    }

    private static void endLate(Process child) {
        try {
            if (!child.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                child.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // It has ended by itself.
        }
    }
}
