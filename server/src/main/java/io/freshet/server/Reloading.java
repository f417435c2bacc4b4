package io.freshet.server;

import io.freshet.control.NodeStatus.Reload;
import io.freshet.server.config.BadSettingsException;
import io.freshet.server.config.Settings;
import io.freshet.server.config.Written;
import io.freshet.server.config.Written.Takes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads the settings again while the node runs: all of it is looked at first, then all of it is
/// taken into use, or nothing.
///
/// Threading: shared; one reload at a time, in the caller's thread, which it blocks.
final class Reloading {

    private static final System.Logger LOG = System.getLogger(Reloading.class.getName());

    private final Outside.Source source;
    private final Supplier<Settings> inForce;
    private final List<Part> parts;

    /// Something of the node that goes by settings.
    interface Part {

        /// Makes what other settings need, and changes nothing yet.
        ///
        /// @return takes it into use; does not fail
        /// @throws IOException              if a file that they name cannot be used
        /// @throws IllegalArgumentException if something is wrong with them, naming the key
        Runnable prepare(Settings before, Settings next) throws IOException;
    }

    /// @param inForce what holds now
    /// @param parts   in the order in which they change
    Reloading(Outside.Source source, Supplier<Settings> inForce, List<Part> parts) {
        this.source = source;
        this.inForce = inForce;
        this.parts = List.copyOf(parts);
    }

    /// Does it.
    ///
    /// @param by who wants it, for the log
    synchronized Reload reload(String by) {
        try {
            Settings read = source.read();
            Settings before = inForce.get();
            Settings next = before.goingOn(read);
            List<Runnable> steps = new ArrayList<>();
            for (Part part : parts) {
                steps.add(part.prepare(before, next));
            }
            steps.forEach(Runnable::run);
            Reload.Done done = changes(before.written(), read.written());
            LOG.log(System.Logger.Level.INFO, () -> "settings read again by=" + by + " "
                    + done.words());
            return done;
        } catch (BadSettingsException bad) {
            return refused(by, String.valueOf(bad.getMessage()).lines().toList());
        } catch (IOException | IllegalArgumentException bad) {
            return refused(by, List.of(String.valueOf(bad.getMessage())));
        }
    }

    private static Reload.Done changes(Written before, Written next) {
        return new Reload.Done(before.changesTo(next, Takes.AT_ONCE),
                before.changesTo(next, Takes.NEW_STREAMS),
                before.changesTo(next, Takes.RESTART));
    }

    private static Reload refused(String by, List<String> problems) {
        problems.forEach(problem -> LOG.log(System.Logger.Level.WARNING, () ->
                "settings refused, nothing was changed by=" + by + " reason=" + problem));
        return new Reload.Refused(problems);
    }
}
