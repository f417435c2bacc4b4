package io.freshet.control.events;

/// Takes what happened.
///
/// Threading: shared; never blocks, so that event loops may call it.
@FunctionalInterface
public interface Events {

    /// Notes it; time and id are added.
    void happened(Event event);
}
