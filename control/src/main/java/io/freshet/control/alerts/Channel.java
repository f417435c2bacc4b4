package io.freshet.control.alerts;

import java.util.List;
import java.util.Map;

/// A way to people.
///
/// @param id      names it
/// @param terms   where to
/// @param secret  signs what a webhook is sent; empty for the others
/// @param version grows with every change
record Channel(String id, Terms terms, String secret, long version) {

    /// How.
    enum Kind {
        /// Signed JSON by POST.
        WEBHOOK,
        /// By the SMTP server of the settings.
        EMAIL,
        /// Any HTTP interface: an SMS gateway, a chat.
        HTTP
    }

    /// What an operator says of it.
    ///
    /// @param name           for people
    /// @param kind           how
    /// @param url            where to; of HTTP with `{text}` and others in it
    /// @param privateAllowed whether that may be inside the operator's network
    /// @param body           of HTTP, with `{text}` and others in it; empty for a GET
    /// @param contentType    of that body
    /// @param headers        of HTTP; their values are secrets
    /// @param recipients     addresses of e-mail
    /// @param enabled        whether it is used
    record Terms(String name, Kind kind, String url, boolean privateAllowed, String body,
            String contentType, Map<String, String> headers, List<String> recipients,
            boolean enabled) {

        Terms {
            headers = Map.copyOf(headers);
            recipients = List.copyOf(recipients);
        }
    }

    /// Not the secrets.
    @Override
    public String toString() {
        return "channel " + id;
    }
}
