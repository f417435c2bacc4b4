package io.freshet.format.m3u8;

import io.freshet.media.MalformedMediaException;
import java.util.HashMap;
import java.util.Map;

/// Reads a playlist line by line, within bounds.
///
/// Threading: confined to one call.
final class Lines {

    /// A day of 2 s segments with dates is 5 MiB; a larger playlist is an attack.
    static final int MAX_CHARS = 8 << 20;
    /// Longer than any signed URL seen.
    static final int MAX_LINE_CHARS = 8192;
    /// No tag has half as many.
    private static final int MAX_ATTRIBUTES = 40;
    private static final int MAX_DIGITS = 18;

    private final String text;
    private int next;
    private int start;

    Lines(String text) throws MalformedMediaException {
        if (text.length() > MAX_CHARS) {
            throw new MalformedMediaException("playlist of " + text.length() + " characters", 0);
        }
        this.text = text;
        if (!hasNext() || !next().equals("#EXTM3U")) {
            throw new MalformedMediaException("playlist does not begin with #EXTM3U", 0);
        }
    }

    boolean hasNext() {
        return next < text.length();
    }

    /// The next line without its end and without white space around it.
    String next() throws MalformedMediaException {
        start = next;
        int end = text.indexOf('\n', start);
        next = end < 0 ? text.length() : end + 1;
        if (next - start > MAX_LINE_CHARS) {
            throw broken("line of " + (next - start) + " characters");
        }
        return text.substring(start, end < 0 ? text.length() : end).strip();
    }

    MalformedMediaException broken(String what) {
        return new MalformedMediaException("playlist: " + what, start);
    }

    /// A whole number from 0 to `max`.
    long number(String word, long max) throws MalformedMediaException {
        boolean digits = !word.isEmpty() && word.length() <= MAX_DIGITS
                && word.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(word) : -1;
        if (value < 0 || value > max) {
            throw broken("not a number from 0 to " + max);
        }
        return value;
    }

    /// Decimal seconds as microseconds; further places are cut off.
    long micros(String word) throws MalformedMediaException {
        int point = word.indexOf('.');
        String whole = point < 0 ? word : word.substring(0, point);
        String fraction = point < 0 ? "" : word.substring(point + 1);
        String six = (fraction + "000000").substring(0, 6);
        if (fraction.length() > MAX_DIGITS || !fraction.chars().allMatch(Lines::isDigit)) {
            throw broken("not a duration");
        }
        // A hundred days: nothing that is one segment is longer.
        return number(whole, 8_640_000) * 1_000_000 + number(six, 999_999);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// Attributes by name; quotes are taken off.
    Map<String, String> attributes(String list) throws MalformedMediaException {
        Map<String, String> found = new HashMap<>();
        int at = 0;
        while (at < list.length()) {
            int equals = list.indexOf('=', at);
            if (equals < 0) {
                throw broken("attribute without a value");
            }
            String name = list.substring(at, equals).strip();
            boolean quoted = equals + 1 < list.length() && list.charAt(equals + 1) == '"';
            int from = quoted ? equals + 2 : equals + 1;
            int to = list.indexOf(quoted ? '"' : ',', from);
            if (to < 0 && quoted) {
                throw broken("quote without an end");
            }
            to = to < 0 ? list.length() : to;
            found.put(name, list.substring(from, to));
            if (found.size() > MAX_ATTRIBUTES) {
                throw broken("more than " + MAX_ATTRIBUTES + " attributes");
            }
            int comma = list.indexOf(',', to);
            at = comma < 0 ? list.length() : comma + 1;
        }
        return found;
    }

    /// An attribute that must be there.
    String required(Map<String, String> attributes, String name) throws MalformedMediaException {
        String value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw broken(name + " is missing");
        }
        return value;
    }

    /// An attribute in microseconds; 0 if it is missing.
    long micros(Map<String, String> attributes, String name) throws MalformedMediaException {
        String value = attributes.get(name);
        return value == null ? 0 : micros(value);
    }

    /// Whether an attribute is `YES`.
    static boolean yes(Map<String, String> attributes, String name) {
        return "YES".equals(attributes.get(name));
    }
}
