package io.freshet.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// An FFmpeg that tests run.
///
/// @param program     its path or name
/// @param environment what it needs to find its libraries
record Ffmpeg(String program, Map<String, String> environment) {

    /// Debian's: 5.1, which knows the codecs of classic FLV only.
    static final Ffmpeg OLD = new Ffmpeg("ffmpeg", Map.of());

    private static final Duration COPY = Duration.ofSeconds(60);
    private static final String INSIDE = "org/bytedeco/ffmpeg/linux-x86_64-gpl/";

    /// FFmpeg 8 from Maven, which speaks Enhanced RTMP; unpacked beside the test classes, by one
    /// of the processes that run tests.
    static synchronized Ffmpeg enhanced() throws IOException {
        Path folder = Path.of("target", "ffmpeg8").toAbsolutePath();
        Files.createDirectories(folder);
        try (FileChannel lock = FileChannel.open(folder.resolve("unpacked"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock _ = lock.lock()) {
            if (lock.size() == 0) {
                unpack(folder);
                lock.write(ByteBuffer.wrap(new byte[] {1}));
            }
        }
        return new Ffmpeg(folder.resolve("ffmpeg").toString(),
                Map.of("LD_LIBRARY_PATH", folder.toString()));
    }

    private static void unpack(Path folder) throws IOException {
        URL found = Ffmpeg.class.getClassLoader().getResource(INSIDE + "ffmpeg");
        if (found == null) {
            throw new IOException("no " + INSIDE + "ffmpeg on the class path");
        }
        URL jarUrl = ((JarURLConnection) found.openConnection()).getJarFileURL();
        try (JarFile jar = new JarFile(Path.of(URI.create(jarUrl.toString())).toFile())) {
            for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()
                    && e.getName().startsWith(INSIDE)).toList()) {
                Path file = folder.resolve(entry.getName().substring(INSIDE.length()));
                try (InputStream bytes = jar.getInputStream(entry)) {
                    Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!file.toString().contains(".so") && !file.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + file + " executable");
                }
            }
        }
    }

    /// Starts it, quiet but for warnings.
    Program start(Path folder, List<String> words) throws IOException {
        List<String> all = new ArrayList<>(List.of(program, "-hide_banner", "-v", "warning",
                "-nostdin", "-y"));
        all.addAll(words);
        return Program.start(folder, environment, all);
    }

    /// Makes a clip from test sources, and returns its path.
    Path make(Path folder, String name, String recipe) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        List<String> words = new ArrayList<>(List.of(recipe.split(" ")));
        words.add(file.toString());
        try (Program making = start(folder, words)) {
            making.finish(COPY);
        }
        return file;
    }

    /// Publishes a clip at the speed of its clock.
    Program publish(Path folder, Path clip, String url) throws IOException {
        return start(folder, List.of("-re", "-i", clip.toString(), "-map", "0", "-c", "copy",
                "-f", "flv", "-flvflags", "no_duration_filesize", url));
    }

    /// Reads all packets of a source, normalised, and writes their digests to standard output.
    ///
    /// @param filters bit stream filters, `-bsf:v ...`, separated by spaces; may be empty
    Program digest(Path folder, String source, List<String> options, String filters)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("-copyts"));
        words.addAll(options);
        words.addAll(List.of("-i", source, "-map", "0:v?", "-map", "0:a?", "-c", "copy"));
        if (!filters.isEmpty()) {
            words.addAll(List.of(filters.split(" ")));
        }
        // One line as soon as it is known, so that a killed reader leaves what it has read.
        words.addAll(List.of("-flush_packets", "1", "-f", "framehash", "-hash", "md5", "-"));
        return start(folder, words);
    }
}
