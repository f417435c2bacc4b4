package io.freshet.control.hooks;

import io.freshet.control.events.Event;
import io.freshet.control.events.EventFilter;
import io.freshet.media.StreamKey;
import java.util.List;

/// Somebody who is told what happens.
///
/// @param id             names it
/// @param terms          where to, what, and whether
/// @param secret         signs what it is sent; never shown again
/// @param createdMs      Unix time
/// @param version        grows with every change
/// @param lastMs         when it was last sent something; 0 if never
/// @param lastStatus     what it answered, of HTTP; 0 if it did not
record Webhook(String id, Terms terms, String secret, long createdMs, long version, long lastMs,
        long lastStatus) {

    /// What an operator says of it.
    ///
    /// @param url            where to
    /// @param privateAllowed whether that may be inside the operator's network
    /// @param types          of events, `stream.*` for a family; empty for all but viewers'
    /// @param apps           events of these alone; empty for all
    /// @param enabled        whether it is told
    /// @param description    for people
    record Terms(String url, boolean privateAllowed, List<String> types, List<String> apps,
            boolean enabled, String description) {

        Terms {
            types = List.copyOf(types);
            apps = List.copyOf(apps);
        }
    }

    boolean wants(Event event) {
        boolean itsType = terms.types.isEmpty() ? !event.type().startsWith("viewer.")
                : EventFilter.takes(terms.types, event.type());
        return terms.enabled && itsType && (terms.apps.isEmpty()
                || event.stream().map(StreamKey::app).map(terms.apps::contains).orElse(false));
    }

    @Override
    public String toString() {
        return "webhook " + id;
    }
}
