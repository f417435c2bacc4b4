package io.freshet.control.store;

import java.nio.file.Path;
import java.util.Optional;

/// Which database, and how it is reached.
///
/// @param url         `jdbc:postgresql://HOST/NAME`; empty is SQLite in `file`
/// @param file        of SQLite
/// @param user        of PostgreSQL
/// @param password    of PostgreSQL; never log it
/// @param connections at a time
/// @param secretKey   file of the key that seals secrets; empty is `secret.key` beside `file`
public record DatabaseOptions(String url, Path file, String user, String password,
        int connections, Optional<Path> secretKey) {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    public DatabaseOptions {
        if (!url.isEmpty() && !url.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException("database.url must begin with " + POSTGRESQL
                    + "//, or be empty for SQLite");
        }
    }

    /// SQLite in a file.
    public static DatabaseOptions sqlite(Path file) {
        return new DatabaseOptions("", file, "", "", 4, Optional.empty());
    }

    /// Seals secrets by the key that belongs to the database.
    public Vault vault() {
        return new Vault(secretKey.orElseGet(() -> file.resolveSibling("secret.key")),
                secretKey.isEmpty());
    }

    boolean isSqlite() {
        return url.isEmpty();
    }

    /// Neither the password nor the URL, which may hold one.
    @Override
    public String toString() {
        return isSqlite() ? "SQLite " + file : "PostgreSQL";
    }
}
