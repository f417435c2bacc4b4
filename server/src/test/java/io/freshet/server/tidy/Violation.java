package io.freshet.server.tidy;

/// A place that breaks a rule.
///
/// @param rule    the rule's name, as in `exceptions.txt`
/// @param subject file, from the root of the sources, or package
/// @param what    what is wrong there
record Violation(String rule, String subject, String what) {

    @Override
    public String toString() {
        return rule + " | " + subject + " | " + what;
    }
}
