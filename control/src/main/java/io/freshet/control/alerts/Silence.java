package io.freshet.control.alerts;

/// What is known and needs no noise for a while.
///
/// @param id        names it
/// @param ruleId    of this rule only; empty for every rule
/// @param subject   of this subject only, `*` at its end takes the rest; empty for every subject
/// @param untilMs   Unix time
/// @param reason    for people
/// @param by        who made it
/// @param createdMs Unix time
record Silence(String id, String ruleId, String subject, long untilMs, String reason, String by,
        long createdMs) {

    boolean covers(AlertRule rule, Breach breach, long nowMs) {
        return nowMs < untilMs && (ruleId.isEmpty() || ruleId.equals(rule.id()))
                && (subject.isEmpty() || AlertRule.matches(subject, breach.subject()));
    }
}
