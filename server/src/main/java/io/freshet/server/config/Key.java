package io.freshet.server.config;

import io.freshet.server.config.Written.Takes;

/// One thing that can be set.
///
/// @param name     dotted, lower case with dashes: `http.header-timeout`; an app's keys have no
///                 `apps.NAME.` in front here
/// @param type     how its text is read
/// @param standard the text that holds when nothing is given
/// @param meaning  one line for the reference
/// @param takes    when a change of it holds after a reload
record Key<T>(String name, ValueType<T> type, String standard, String meaning, Takes takes) {

    Key {
        try {
            type.parser().parse(standard);
        } catch (BadValueException e) {
            throw new IllegalArgumentException(name + ": default " + e.getMessage(), e);
        }
    }

    static <T> Key<T> of(String name, ValueType<T> type, String standard, String meaning) {
        return new Key<>(name, type, standard, meaning, Takes.AT_ONCE);
    }

    /// The same, of something that is made when a stream begins.
    Key<T> forNewStreams() {
        return new Key<>(name, type, standard, meaning, Takes.NEW_STREAMS);
    }

    /// The same, of something that is made when the node starts.
    Key<T> afterRestart() {
        return new Key<>(name, type, standard, meaning, Takes.RESTART);
    }
}
