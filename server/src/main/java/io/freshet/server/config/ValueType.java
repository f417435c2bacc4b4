package io.freshet.server.config;

/// How the text of a value becomes the value.
///
/// @param hint   what is allowed, for the reference and for messages: `10ms to 350ms`
/// @param isList whether it may be written as a list
/// @param parser refuses what is not allowed
record ValueType<T>(String hint, boolean isList, Parser<T> parser) {

    ValueType(String hint, Parser<T> parser) {
        this(hint, false, parser);
    }

    /// Reads the text of one value; a list's items are separated by commas.
    interface Parser<T> {

        /// @throws BadValueException saying what is wrong with `text`, without the key's name
        T parse(String text) throws BadValueException;
    }
}
