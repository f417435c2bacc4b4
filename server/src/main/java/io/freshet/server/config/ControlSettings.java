package io.freshet.server.config;

import java.time.Duration;
import java.util.List;

/// The control centre.
///
/// @param listen         where API, metrics and health are served
/// @param names          by which it is asked, beside addresses and localhost
/// @param proxies        ranges of addresses of proxies that are believed
/// @param adminPassword  of the first administrator; empty for a random one; never log it
/// @param sessionTimeout without a request, then people sign in again
/// @param thumbnails     whether the console shows pictures of streams
/// @param database       where it keeps things
/// @param backup         of the database
public record ControlSettings(Listen listen, List<String> names, List<String> proxies,
        String adminPassword, Duration sessionTimeout, boolean thumbnails, Database database,
        Backup backup) {

    /// Which database.
    ///
    /// @param url          of PostgreSQL; empty is SQLite in the data folder
    /// @param user         of PostgreSQL
    /// @param password     of PostgreSQL; never log it
    /// @param passwordFile its first line is the password, if that is empty
    /// @param connections  at a time
    /// @param secretKeyFile of the key that seals secrets; empty is `secret.key` in the data folder
    public record Database(String url, String user, String password, String passwordFile,
            int connections, String secretKeyFile) {

        public Database {
            if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException("database.url must begin with "
                        + "jdbc:postgresql://, or be empty for SQLite");
            }
            if (url.contains("password=")) {
                throw new IllegalArgumentException("database.url holds a password; give it as "
                        + "database.password, which is shown to nobody");
            }
        }

        /// Not the password.
        @Override
        public String toString() {
            return url.isEmpty() ? "SQLite" : "PostgreSQL";
        }
    }

    /// How the database is backed up.
    ///
    /// @param folder of the files; empty is `backups` in the data folder
    /// @param every  at least
    /// @param keep   files; 0 makes none
    public record Backup(String folder, Duration every, int keep) {
    }

    static ControlSettings of(Values values) {
        return new ControlSettings(values.of(ServerKeys.CONTROL_LISTEN),
                values.of(ServerKeys.CONTROL_NAMES), values.of(ServerKeys.CONTROL_PROXIES),
                values.of(ServerKeys.CONTROL_PASSWORD), values.of(ServerKeys.CONTROL_SESSION),
                values.of(ServerKeys.THUMBNAILS),
                new Database(values.of(ServerKeys.DATABASE_URL),
                        values.of(ServerKeys.DATABASE_USER),
                        values.of(ServerKeys.DATABASE_PASSWORD),
                        values.of(ServerKeys.DATABASE_PASSWORD_FILE),
                        values.of(ServerKeys.DATABASE_CONNECTIONS),
                        values.of(ServerKeys.SECRET_KEY_FILE)),
                new Backup(values.of(ServerKeys.BACKUP_DIR), values.of(ServerKeys.BACKUP_EVERY),
                        values.of(ServerKeys.BACKUP_KEEP)));
    }

    /// What of `next` holds while the node runs.
    ControlSettings goingOn(ControlSettings next) {
        return new ControlSettings(listen, next.names, next.proxies, adminPassword, sessionTimeout,
                thumbnails, database, next.backup);
    }

    /// Nothing else, and no database that anybody could reach.
    static ControlSettings none() {
        return new ControlSettings(Listen.OFF, List.of(), List.of(), "", Duration.ZERO, false,
                new Database("", "", "", "", 2, ""), new Backup("", Duration.ofDays(1), 0));
    }

    /// Not the password.
    @Override
    public String toString() {
        return "ControlSettings[listen=" + listen + ", database=" + database + "]";
    }
}
