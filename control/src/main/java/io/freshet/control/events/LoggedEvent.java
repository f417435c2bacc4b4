package io.freshet.control.events;

/// An event with its place in time.
///
/// @param id    unique; sorts by time
/// @param atMs  when it happened, Unix time
/// @param event what
public record LoggedEvent(String id, long atMs, Event event) {
}
