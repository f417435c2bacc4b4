package io.freshet.control.access.rule;

import io.freshet.control.access.match.AddressList;
import io.freshet.live.session.Terms;

/// Keeps somebody out of an app for a time.
///
/// @param id        names it
/// @param kind      what is looked at
/// @param value     address or range, token id, or user
/// @param range     of the address; none else
/// @param untilMs   Unix ms
/// @param reason    for operators
public record Ban(String id, Kind kind, String value, AddressList range, long untilMs,
        String reason, long createdMs, String createdBy) {

    public enum Kind { ADDRESS, TOKEN, USER }

    public boolean isOver(long nowMs) {
        return nowMs >= untilMs;
    }

    /// Whether it means one with that address and those terms.
    boolean hits(String address, Terms terms, long nowMs) {
        return !isOver(nowMs) && switch (kind) {
            case ADDRESS -> range.contains(address);
            case TOKEN -> !terms.tokenId().isEmpty() && terms.tokenId().equals(value);
            case USER -> !terms.user().isEmpty() && terms.user().equals(value);
        };
    }
}
