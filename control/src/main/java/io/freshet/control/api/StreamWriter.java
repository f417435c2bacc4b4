package io.freshet.control.api;

import java.io.IOException;
import java.io.OutputStream;

/// Writes an answer whose length nobody knows yet.
public interface StreamWriter {

    /// Writes until there is nothing more to say or the peer has gone. Flushed bytes are on their
    /// way; a write that the peer does not take for 15 s ends the connection.
    void write(OutputStream out) throws IOException, InterruptedException;
}
