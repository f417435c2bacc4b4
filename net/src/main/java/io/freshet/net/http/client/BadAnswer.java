package io.freshet.net.http.client;

/// What a server sent is no answer, or one beyond our bounds.
final class BadAnswer extends Exception {

    private static final long serialVersionUID = 1;

    BadAnswer(String message) {
        super(message);
    }
}
