package io.freshet.tools.ctl;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Where `ctl login` leaves its token: a file that its owner alone can read.
///
/// @param url   of the control port that gave it
/// @param token the secret; never shown
/// @param id    of the token, for its end
record SavedLogin(String url, String token, String id) {

    /// `$XDG_CONFIG_HOME/freshet/ctl`, by default below `~/.config`.
    static Path file(Map<String, String> environment) {
        String folder = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = folder.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "."), ".config") : Path.of(folder);
        return base.resolve("freshet").resolve("ctl");
    }

    static Optional<SavedLogin> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties saved = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            saved.load(in);
        }
        return Optional.of(new SavedLogin(saved.getProperty("url", ""),
                saved.getProperty("token", ""), saved.getProperty("id", "")));
    }

    void write(Path file) throws IOException {
        Properties saved = new Properties();
        saved.setProperty("url", url);
        saved.setProperty("token", token);
        saved.setProperty("id", id);
        StringWriter text = new StringWriter();
        saved.store(text, null);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text.toString());
    }

    /// Not the token.
    @Override
    public String toString() {
        return "SavedLogin " + url;
    }
}
