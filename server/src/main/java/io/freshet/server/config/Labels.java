package io.freshet.server.config;

import java.util.Locale;

/// Constants as words of a settings file.
final class Labels {

    private Labels() {
    }

    /// `WHEN_SILENT` as `when-silent`.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
