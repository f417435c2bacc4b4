package io.freshet.tools.load;

/// Where a run says how it stands.
@FunctionalInterface
public interface Progress {

    /// Says nothing.
    Progress NONE = _ -> { };

    /// Replaces the last line.
    void line(String text);
}
