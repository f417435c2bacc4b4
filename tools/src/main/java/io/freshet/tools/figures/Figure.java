package io.freshet.tools.figures;

import java.util.Locale;

/// One thing that was found.
///
/// @param key   what, with its unit: lower case and underscores
/// @param value how much, or in words
public record Figure(String key, Value value) {

    /// A number or words.
    public sealed interface Value {

        /// As people read it.
        String text();
    }

    /// How much.
    public record Amount(double amount) implements Value {

        /// Whole if it is large, else with as many digits as mean something.
        @Override
        public String text() {
            double size = Math.abs(amount);
            int digits = size >= 1000 || amount == Math.rint(amount) ? 0 : size >= 10 ? 1
                    : size >= 1 ? 2 : 3;
            return String.format(Locale.ROOT, "%." + digits + "f", amount);
        }
    }

    /// In words.
    public record Words(String text) implements Value {
    }

    /// A number.
    public static Figure of(String key, double amount) {
        return new Figure(key, new Amount(amount));
    }

    /// A whole number.
    public static Figure of(String key, long count) {
        return new Figure(key, new Amount((double) count));
    }

    /// Words.
    public static Figure of(String key, String text) {
        return new Figure(key, new Words(text));
    }
}
