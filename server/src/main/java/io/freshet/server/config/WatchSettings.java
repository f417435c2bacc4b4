package io.freshet.server.config;

import java.util.List;

/// How people are told, and how viewers are told apart.
///
/// @param logFormat how lines are logged
/// @param latencyProbe whether the node watches own streams to tell how late they are
/// @param places  which region viewers are in
/// @param mail    the server that takes our e-mail
public record WatchSettings(LogFormat logFormat, boolean latencyProbe, Places places, Mail mail) {

    /// Which region viewers are in.
    ///
    /// @param ranges   of addresses, `NAME=ADDRESS/BITS`
    /// @param database file that tells the location of the others; empty if there is none
    /// @param codes    of locations, `NAME=country:DE`
    public record Places(List<String> ranges, String database, List<String> codes) {

        public Places {
            ranges = List.copyOf(ranges);
            codes = List.copyOf(codes);
        }
    }

    /// A mail server.
    ///
    /// @param host     empty if there is none
    /// @param port     of it
    /// @param security how the connection is protected
    /// @param user     empty to send without signing in
    /// @param password never log it
    /// @param from     our address
    public record Mail(String host, int port, MailSecurity security, String user,
            String password, String from) {

        /// Not the password.
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static WatchSettings of(Values values) {
        return new WatchSettings(values.of(ServerKeys.LOG_FORMAT),
                values.of(ServerKeys.LATENCY_PROBE),
                new Places(values.of(ServerKeys.REGIONS),
                        values.of(ServerKeys.REGION_DATABASE), values.of(ServerKeys.REGION_CODES)),
                new Mail(
                values.of(ServerKeys.SMTP_HOST), values.of(ServerKeys.SMTP_PORT),
                values.of(ServerKeys.SMTP_SECURITY), values.of(ServerKeys.SMTP_USER),
                values.of(ServerKeys.SMTP_PASSWORD), values.of(ServerKeys.SMTP_FROM)));
    }

    /// How lines are logged.
    public enum LogFormat implements Choice {
        /// For people: `TIME LEVEL what key=value`.
        TEXT,
        /// For machines: a JSON object a line, with the field names of the Elastic Common Schema.
        JSON;
    }

    /// How the connection to a mail server is protected.
    public enum MailSecurity implements Choice {
        NONE,
        STARTTLS,
        TLS;
    }
}
