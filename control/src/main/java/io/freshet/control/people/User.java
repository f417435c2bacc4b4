package io.freshet.control.people;

import io.freshet.control.api.Role;
import java.util.Map;
import java.util.Optional;

/// Somebody who may sign in.
///
/// @param id          never changes
/// @param name        what they sign in with; unique
/// @param password    hash of it
/// @param grants      app -> role
/// @param disabled    whether they may not sign in, nor their tokens ask
/// @param mustChange  whether they must change their password before anything else
/// @param createdMs   Unix time
/// @param changedMs   Unix time of the last change of anything here
/// @param lastLoginMs Unix time; empty if they never did
/// @param version     counts changes
record User(String id, String name, String password, Map<String, Role> grants, boolean disabled,
        boolean mustChange, long createdMs, long changedMs, Optional<Long> lastLoginMs,
        long version) {

    User {
        grants = Map.copyOf(grants);
    }

    boolean isAdministrator() {
        return !disabled && grants.get("*") == Role.ADMIN;
    }

    /// Not the hash.
    @Override
    public String toString() {
        return "User[" + id + " " + name + "]";
    }
}
