package io.freshet.control.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Writes server-sent events; each goes out at once.
///
/// Spec: HTML Living Standard, 9.2.5
///
/// Threading: confined to its writer.
public final class SseOut {

    public static final String TYPE = "text/event-stream";

    /// Proxies cut what is silent for a minute; browsers never do.
    public static final long HEARTBEAT_MS = 15_000;

    private final OutputStream out;

    /// Says first how soon a reader that lost it shall come back.
    public SseOut(OutputStream out) throws IOException {
        this.out = out;
        send("retry: 2000\n\n");
    }

    /// One event.
    ///
    /// @param id   what `Last-Event-ID` will say; empty for an event that cannot be missed
    /// @param type a word
    /// @param data one line
    public void event(Optional<String> id, String type, String data) throws IOException {
        send(id.map(text -> "id: " + text + "\n").orElse("")
                + (type.isEmpty() ? "" : "event: " + type + "\n")
                + "data: " + data + "\n\n");
    }

    /// A sign of life that readers skip.
    public void heartbeat() throws IOException {
        send(":\n\n");
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
