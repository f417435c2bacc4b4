package io.freshet.net;

import java.io.IOException;
import java.util.Locale;

/// What the kernel says when a connection breaks, in words for the log.
enum NetworkFailure {

    RESET("connection reset", "the peer broke the connection off"),
    BROKEN_PIPE("broken pipe", "the peer had closed the connection already"),
    TIMED_OUT("timed out", "the peer answered no more"),
    NO_ROUTE("route to host", "the network has no way to the peer"),
    UNREACHABLE("unreachable", "the network has no way to the peer"),
    OTHER("", "the network gave the connection up");

    private final String said;
    private final String words;

    NetworkFailure(String said, String words) {
        this.said = said;
        this.words = words;
    }

    /// Netty's native transports put the call and the number before the kernel's own words; each
    /// transport has its own way, so these are looked for.
    static NetworkFailure of(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        for (NetworkFailure each : values()) {
            if (message.contains(each.said)) {
                return each;
            }
        }
        return OTHER;
    }

    String words() {
        return words;
    }
}
