package io.freshet.net.address;

/// A file is no database of locations, or is damaged.
public final class BadLocationDatabase extends Exception {

    private static final long serialVersionUID = 1;

    BadLocationDatabase(String message) {
        super(message);
    }
}
