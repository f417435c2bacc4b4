package io.freshet.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a server listens.
///
/// @param host address or name; empty if off
/// @param port 0 for any free one, -1 if off
public record Listen(String host, int port) {

    /// Nowhere.
    public static final Listen OFF = new Listen("", -1);

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([A-Za-z0-9._-]*)):(\\d{1,5})");

    /// Whether it listens at all.
    public boolean isOn() {
        return port >= 0;
    }

    /// The host of a URL by which this machine reaches it.
    ///
    /// @param self what this machine calls itself: who listens everywhere is reached by it
    public String hostFor(String self) {
        return switch (host) {
            case "0.0.0.0", "::", "127.0.0.1", "localhost" -> self;
            default -> bracketed();
        };
    }

    private String bracketed() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    static Listen parse(String text) throws BadValueException {
        if (text.equals("off")) {
            return OFF;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new BadValueException("'" + text + "' is not HOST:PORT, [IPV6]:PORT or off");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port > 65_535) {
            throw new BadValueException("'" + text + "' has port " + port + ", at most 65535");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Listen(host.isEmpty() ? "0.0.0.0" : host, port);
    }

    /// As it is written in a settings file.
    @Override
    public String toString() {
        if (!isOn()) {
            return "off";
        }
        return bracketed() + ":" + port;
    }
}
