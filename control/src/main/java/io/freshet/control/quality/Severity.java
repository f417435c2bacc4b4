package io.freshet.control.quality;

/// How bad a finding is.
public enum Severity {
    /// Worth knowing.
    NOTE,
    /// Some viewers will notice.
    WARNING,
    /// Viewers notice now.
    BAD
}
