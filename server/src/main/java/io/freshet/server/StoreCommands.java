package io.freshet.server;

import io.freshet.control.Backups;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.people.People;
import io.freshet.control.store.Database;
import io.freshet.control.store.Dump;
import io.freshet.control.store.Ids;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import io.freshet.server.config.Settings;
import io.freshet.server.config.Settings.LogLevel;
import io.freshet.server.config.WatchSettings.LogFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/// What is done to the database without asking a node.
///
/// Threading: the main thread.
final class StoreCommands {

    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    StoreCommands(Settings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /// Something to do with the database.
    private interface Work {
        int on(Database database)
                throws IOException, StoreAwayException, InterruptedException, ApiProblem;
    }

    private int with(Work work) throws IOException {
        LogOutput.install(LogLevel.WARN, LogFormat.TEXT, err);
        Files.createDirectories(settings.dataDir());
        try (Database database = Database.open(ControlWiring.database(settings))) {
            return work.on(database);
        } catch (StoreAwayException away) {
            return failed("the database cannot be reached: " + away.getMessage());
        } catch (ApiProblem problem) {
            return failed(problem.detail());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private int failed(String why) {
        err.println("freshet: " + why);
        return Main.FAILED;
    }

    int backup(Path file) throws IOException {
        return with(database -> {
            long rows = new Backups(database).write(file.toAbsolutePath());
            out.println("wrote " + rows + " rows into " + file);
            sealed(database, "keep " + keyFile() + " too, apart from it");
            return Main.OK;
        });
    }

    int restore(Path file, boolean replace) throws IOException {
        return with(database -> {
            try {
                long rows = new Backups(database).read(file, replace);
                out.println("restored " + rows + " rows from " + file);
                sealed(database, "the key of the node that made it belongs into " + keyFile());
                return Main.OK;
            } catch (Dump.Unusable unusable) {
                return failed(file + " was not restored: " + unusable.getMessage());
            }
        });
    }

    private void sealed(Database database, String advice) throws StoreAwayException {
        long sealed = new Dump(database).sealedSecrets();
        if (sealed > 0) {
            out.println(sealed + " secrets in it are sealed: " + advice);
        }
    }

    private Path keyFile() {
        String given = settings.control().database().secretKeyFile();
        return given.isEmpty() ? settings.dataDir().resolve("secret.key") : Path.of(given);
    }

    int resetPassword(String name) throws IOException {
        return with(database -> {
            SecureRandom random = new SecureRandom();
            Clock clock = new SystemClock();
            try (People people = new People(database, new Ids(clock, random), random, clock,
                    Duration.ofHours(1))) {
                Optional<String> password = people.resetPassword(name);
                if (password.isEmpty()) {
                    return failed("there is no user " + name);
                }
                out.println("one-time password of " + name + ": " + password.get());
                return Main.OK;
            }
        });
    }
}
