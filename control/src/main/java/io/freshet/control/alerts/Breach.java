package io.freshet.control.alerts;

/// Something that a rule watches for and that holds now.
///
/// @param subject what it is about: `live/camera`, a folder, a host name
/// @param text    in words
record Breach(String subject, String text) {
}
