package io.freshet.server.config;

import java.util.Locale;

/// One of a fixed set of words: a constant of an enum.
interface Choice {

    /// Its name as a constant.
    String name();

    /// The word as it stands in a settings file: `WHEN_SILENT` as `when-silent`.
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
