package io.freshet.control.access.keep;

/// One thing that an operator has set, as it is kept.
///
/// @param version grows with each change
/// @param body    JSON; holds secrets of some kinds
public record AccessRow(Kind kind, String app, String id, long version, long createdMs,
        String body) {

    public enum Kind {
        PUBLISH_KEY(1000), PLAYBACK_RULE(500), ADDRESSES(1), SIGNING_KEY(20), BAN(1000),
        DECIDER(1);

        /// So many in an app: newcomers are compared with each of them.
        final int most;

        Kind(int most) {
            this.most = most;
        }
    }

    /// The same, changed.
    public AccessRow next(String changed) {
        return new AccessRow(kind, app, id, version + 1, createdMs, changed);
    }

    /// Not the body.
    @Override
    public String toString() {
        return kind + " " + app + "/" + id + " version " + version;
    }
}
