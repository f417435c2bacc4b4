package io.freshet.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Everything an operator can set, checked.
///
/// @param profile       how much memory a node takes; the launcher acts on it, too
/// @param dataDir       what outlives a restart
/// @param loops         event loops, 0 for one per core
/// @param transport     socket interface
/// @param logLevel      least important line that is logged
/// @param drainTimeout  how long publishers may stay after SIGTERM
/// @param overload      what a node does that has more to do than it can
/// @param rtmp          RTMP and RTMPS
/// @param http          HTTP and HTTPS
/// @param tls           the certificate of both
/// @param controlListen where API, metrics and health are served
/// @param demo          when the demo channel plays
/// @param apps          by name; [#DEFAULT_APP] is always there
public record Settings(Profile profile, Path dataDir, int loops, Transport transport,
        LogLevel logLevel, Duration drainTimeout, OverloadSettings overload, RtmpSettings rtmp,
        HttpSettings http, TlsSettings tls, Listen controlListen, DemoMode demo,
        Map<String, AppSettings> apps) {

    /// The app that exists without being named.
    public static final String DEFAULT_APP = "live";

    public Settings {
        apps = Map.copyOf(apps);
    }

    /// The app of that name, if there is one.
    public Optional<AppSettings> app(String name) {
        return Optional.ofNullable(apps.get(name));
    }
}
