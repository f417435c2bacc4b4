package io.freshet.tools.ctl;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Signs a person in once, and gets a token that commands use from then on.
///
/// The password is not kept. A one-time password is changed on the way.
///
/// @param url    of the control port
/// @param asking asks the person, without showing what is typed
/// @param now    Unix time, ms
record Login(String url, Asking asking, long now) {

    private static final long LIFETIME_MS = 30L * 24 * 3_600_000;

    /// Asks the person at the terminal.
    interface Asking {

        /// @throws IOException if nobody is there to answer
        String secret(String question) throws IOException;
    }

    /// @param name of the user
    /// @throws IOException also if the password is wrong; the message is for the user
    SavedLogin run(String name) throws IOException, InterruptedException {
        String password = asking.secret("Password of " + name + ": ");
        Session session;
        try (Peer peer = new Peer(url, Map.of())) {
            session = Session.of(peer.ask(post("/api/v1/login", "{\"name\":"
                    + JsonValue.text(name) + ",\"password\":" + JsonValue.text(password) + "}")));
        }
        if (Boolean.TRUE.equals(session.me.get("mustChangePassword"))) {
            session = changed(session, password);
        }
        try (Peer peer = new Peer(url, session.headers())) {
            String wish = "{\"name\":\"ctl\",\"grants\":" + grants(session.me)
                    + ",\"expiresMs\":" + (now + LIFETIME_MS) + "}";
            Map<?, ?> made = object(peer.ask(post("/api/v1/tokens", wish)).body());
            peer.ask(post("/api/v1/logout", "{}"));
            return new SavedLogin(url, text(made, "token"), text(made, "id"));
        }
    }

    private Session changed(Session session, String password)
            throws IOException, InterruptedException {
        String next = asking.secret("This password is good once. A new one, of 10 or more: ");
        if (!next.equals(asking.secret("Once more: "))) {
            throw new IOException("these were two different passwords; nothing is changed");
        }
        try (Peer peer = new Peer(url, session.headers())) {
            return Session.of(peer.ask(new Order("PUT", "/api/v1/me/password", Map.of(),
                    Optional.of("{\"current\":" + JsonValue.text(password) + ",\"next\":"
                            + JsonValue.text(next) + "}"))));
        }
    }

    private static Order post(String path, String body) {
        return new Order("POST", path, Map.of(), Optional.of(body));
    }

    private static String grants(Map<?, ?> me) {
        StringBuilder json = new StringBuilder("{");
        if (me.get("grants") instanceof Map<?, ?> grants) {
            grants.forEach((app, role) -> json.append(json.length() > 1 ? "," : "")
                    .append(JsonValue.text(String.valueOf(app))).append(':')
                    .append(JsonValue.text(String.valueOf(role))));
        }
        return json.append('}').toString();
    }

    private static Map<?, ?> object(String body) throws IOException {
        if (JsonValue.parse(body) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IOException("the node's answer is no JSON object");
    }

    private static String text(Map<?, ?> map, String name) throws IOException {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("the node's answer has no " + name);
    }

    /// Signed in by cookie.
    private record Session(Map<?, ?> me, String cookies) {

        static Session of(Peer.Reply reply) throws IOException {
            return new Session(object(reply.body()), reply.cookies());
        }

        Map<String, String> headers() throws IOException {
            return Map.of("Cookie", cookies, "X-CSRF-Token", text(me, "csrfToken"));
        }
    }
}
