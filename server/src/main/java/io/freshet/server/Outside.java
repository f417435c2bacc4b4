package io.freshet.server;

import io.freshet.server.config.BadSettingsException;
import io.freshet.server.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What is around a node in its process.
///
/// @param terminal  where the first administrator's password is said
/// @param loopClock what loops go by, ns
/// @param source    where settings are read again
/// @param logs      hears of settings that have changed, for what concerns the log
record Outside(Consumer<String> terminal, LongSupplier loopClock, Source source,
        Consumer<Settings> logs) {

    /// Reads settings.
    interface Source {

        /// All of them, checked.
        ///
        /// @throws BadSettingsException naming place, key and value of every problem
        Settings read() throws BadSettingsException, IOException;
    }

    /// Nothing is read again.
    static Outside standard(Consumer<String> terminal) {
        return new Outside(terminal, System::nanoTime, () -> {
            throw new BadSettingsException(List.of("this node was started without a source of "
                    + "settings"));
        }, _ -> { });
    }
}
