package io.freshet.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The built pages, as the program carries them.
///
/// Threading: stateless.
final class PageFiles {

    private static final String CONSOLE = "console.html";
    private static final String ENTRY = "/io/freshet/console/index.html";

    private PageFiles() {
    }

    /// Content by path below the build; empty if this program was built without pages.
    static Map<String, byte[]> load() throws IOException {
        URL entry = PageFiles.class.getResource(ENTRY);
        if (entry == null) {
            return Map.of();
        }
        try {
            URI uri = entry.toURI();
            if (!"jar".equals(uri.getScheme())) {
                Path index = Path.of(uri);
                return read(index.resolveSibling("."));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath(ENTRY).resolveSibling("."));
            }
        } catch (URISyntaxException broken) {
            throw new IOException("cannot find the pages", broken);
        }
    }

    /// The same without the operators' console, whose page belongs on the control port alone.
    static Map<String, byte[]> forEverybody(Map<String, byte[]> pages) {
        Map<String, byte[]> open = new HashMap<>(pages);
        open.remove(CONSOLE);
        return open;
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Path root = folder.normalize();
        Map<String, byte[]> files = new HashMap<>();
        List<Path> found;
        try (Stream<Path> walk = Files.walk(root)) {
            found = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : found) {
            files.put(root.relativize(file).toString().replace('\\', '/'),
                    Files.readAllBytes(file));
        }
        return files;
    }
}
