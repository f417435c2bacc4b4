package io.freshet.format.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.testkit.mp4.Mp4Dump;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares an mp4 with its text dump `NAME.txt`; `-Dgolden.write=FOLDER` writes dumps anew.
final class Golden {

    private Golden() {
    }

    static void assertDump(String name, Payload mp4) throws MediaException {
        String dump = Mp4Dump.of(mp4.buffer());
        String folder = System.getProperty("golden.write", "");
        if (!folder.isEmpty()) {
            write(Path.of(folder, name + ".txt"), dump);
        }
        assertThat(dump).isEqualTo(new String(resource(name + ".txt"), StandardCharsets.UTF_8));
    }

    static byte[] resource(String name) {
        try (InputStream in = Golden.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String dump) {
        try {
            Files.writeString(file, dump);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
