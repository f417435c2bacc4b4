package io.freshet.control.alerts;

/// The server that takes our e-mail.
///
/// @param host     empty if there is none
/// @param port     of it
/// @param security how the connection is protected
/// @param user     empty to send without signing in
/// @param password never log it
/// @param from     our address
public record SmtpOptions(String host, int port, Security security, String user,
        String password, String from) {

    /// There is no such server.
    public static final SmtpOptions NONE =
            new SmtpOptions("", 0, Security.STARTTLS, "", "", "");

    /// How a connection is protected.
    public enum Security {
        /// Not at all: for a server on this machine.
        NONE,
        /// Begins plain; nothing is sent before it is TLS.
        STARTTLS,
        /// From the first byte.
        TLS
    }

    /// Not the password.
    @Override
    public String toString() {
        return host + ":" + port + " " + security;
    }
}
