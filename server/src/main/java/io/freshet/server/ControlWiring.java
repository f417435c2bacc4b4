package io.freshet.server;

import io.freshet.control.Backups;
import io.freshet.control.ControlChange;
import io.freshet.control.ControlOptions;
import io.freshet.control.alerts.SmtpOptions;
import io.freshet.control.api.Reach;
import io.freshet.control.store.DatabaseOptions;
import io.freshet.control.thumbnails.FfmpegDecoder;
import io.freshet.control.thumbnails.PictureDecoder;
import io.freshet.server.config.ControlSettings;
import io.freshet.server.config.Listen;
import io.freshet.server.config.Profile;
import io.freshet.server.config.Settings;
import io.freshet.server.config.WatchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;

/// The settings of the control centre in its own words.
///
/// Threading: stateless.
final class ControlWiring {

    private ControlWiring() {
    }

    /// @param terminal where the first administrator's password is said
    /// @throws IOException if the file with the database's password cannot be read
    static ControlOptions options(Settings settings, Consumer<String> terminal)
            throws IOException {
        ControlSettings control = settings.control();
        Listen listen = control.listen();
        return new ControlOptions(
                listen.isOn() ? Optional.of(Wiring.address(listen)) : Optional.empty(),
                opening(settings), database(settings), control.adminPassword(),
                control.sessionTimeout(), backups(settings), new SecureRandom(), pictures(control),
                terminal);
    }

    /// A small node has more use for the memory, as long as nobody has set any rule.
    private static ControlOptions.Opening opening(Settings settings) {
        if (settings.profile() != Profile.SMALL) {
            return ControlOptions.Opening.AT_ONCE;
        }
        return hasNoDatabase(settings) ? ControlOptions.Opening.ALL_LATE
                : ControlOptions.Opening.PORT_LATE;
    }

    private static Optional<PictureDecoder> pictures(ControlSettings control) {
        return control.thumbnails() ? FfmpegDecoder.find(System.getenv()
                .getOrDefault("PATH", "")).map(found -> found) : Optional.empty();
    }

    /// What changes while it runs.
    ///
    /// @throws IllegalArgumentException naming the key and what is wrong
    static ControlChange change(Settings settings) {
        return new ControlChange(mail(settings), backups(settings),
                Reach.of(settings.control().names(), settings.control().proxies()));
    }

    /// The same for the start.
    static ControlChange first(Settings settings) throws StartFailure {
        try {
            return change(settings);
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    static SmtpOptions mail(Settings settings) {
        WatchSettings.Mail mail = settings.watch().mail();
        return new SmtpOptions(mail.host(), mail.port(), switch (mail.security()) {
            case NONE -> SmtpOptions.Security.NONE;
            case STARTTLS -> SmtpOptions.Security.STARTTLS;
            case TLS -> SmtpOptions.Security.TLS;
        }, mail.user(), mail.password(), mail.from());
    }

    static DatabaseOptions database(Settings settings) throws IOException {
        ControlSettings.Database database = settings.control().database();
        String password = database.password();
        if (password.isEmpty() && !database.passwordFile().isEmpty()) {
            password = Files.readString(Path.of(database.passwordFile())).lines().findFirst()
                    .orElse("");
        }
        return new DatabaseOptions(database.url(), settings.dataDir().resolve("freshet.db"),
                database.user(), password, database.connections(),
                database.secretKeyFile().isEmpty() ? Optional.empty()
                        : Optional.of(Path.of(database.secretKeyFile())));
    }

    /// Whether nobody can have set any rule yet.
    static boolean hasNoDatabase(Settings settings) {
        return settings.control().database().url().isEmpty()
                && !Files.exists(settings.dataDir().resolve("freshet.db"));
    }

    static Backups.Schedule backups(Settings settings) {
        ControlSettings.Backup backup = settings.control().backup();
        Path folder = backup.folder().isEmpty() ? settings.dataDir().resolve("backups")
                : Path.of(backup.folder());
        return new Backups.Schedule(folder, backup.every(), backup.keep());
    }
}
