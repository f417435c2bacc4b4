package io.freshet.control.api;

/// What a route asks of who calls it; the router checks it before the handler runs.
public sealed interface Need {

    /// Anybody: health, signing in.
    record Nothing() implements Need {
    }

    /// A user or a token, whatever their roles; the handler shows them what is theirs.
    record SignedIn() implements Need {
    }

    /// A role on every app.
    record Everywhere(Role least) implements Need {
    }

    /// A role on the app that the path names as `{app}`.
    record OnApp(Role least) implements Need {
    }

    /// A program on this machine, or a role on every app: for what scrapes metrics.
    record OnThisMachineOr(Role least) implements Need {
    }
}
