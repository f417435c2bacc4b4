package io.freshet.control.api;

import java.util.Locale;
import java.util.Optional;

/// What somebody may do; each role includes those before it.
public enum Role {
    /// Looks.
    VIEWER,
    /// Sends viewers and publishers away.
    MODERATOR,
    /// Makes keys, rules, webhooks and alerts.
    OPERATOR,
    /// Makes users.
    ADMIN;

    /// Whether who has this role may do what `least` asks for.
    public boolean includes(Role least) {
        return compareTo(least) >= 0;
    }

    /// The role as it is written in the API: `viewer`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of that label.
    public static Optional<Role> of(String label) {
        for (Role each : values()) {
            if (each.label().equals(label)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
