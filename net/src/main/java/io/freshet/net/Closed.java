package io.freshet.net;

/// How a connection ended.
///
/// @param detail for the log; one line, never a secret
public record Closed(CloseCause cause, String detail) {
    @Override
    public String toString() {
        return cause + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
