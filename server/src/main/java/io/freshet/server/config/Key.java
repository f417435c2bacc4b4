package io.freshet.server.config;

/// One thing that can be set.
///
/// @param name     dotted, lower case with dashes: `http.header-timeout`; an app's keys have no
///                 `apps.NAME.` in front here
/// @param type     how its text is read
/// @param standard the text that holds when nothing is given
/// @param meaning  one line for the reference
record Key<T>(String name, ValueType<T> type, String standard, String meaning) {

    Key {
        try {
            type.parser().parse(standard);
        } catch (BadValueException e) {
            throw new IllegalArgumentException(name + ": default " + e.getMessage(), e);
        }
    }

    static <T> Key<T> of(String name, ValueType<T> type, String standard, String meaning) {
        return new Key<>(name, type, standard, meaning);
    }
}
