package io.freshet.tools.wire;

/// The first bytes of a message's body.
public interface BodyHead {

    /// How many of them are here.
    int headBytes();

    /// One of them, 0 to 255.
    int headAt(int index);
}
