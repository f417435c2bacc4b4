package io.freshet.server.config;

import static io.freshet.server.config.ValueTypes.LISTEN;
import static io.freshet.server.config.ValueTypes.PATH;
import static io.freshet.server.config.ValueTypes.SWITCH;
import static io.freshet.server.config.ValueTypes.TEXT;
import static io.freshet.server.config.ValueTypes.choice;
import static io.freshet.server.config.ValueTypes.duration;
import static io.freshet.server.config.ValueTypes.size;
import static io.freshet.server.config.ValueTypes.whole;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys that hold for the whole server, in the order of the reference.
final class ServerKeys {

    static final Key<Profile> PROFILE = Key.of("profile", choice(Profile.class), "normal",
            "How much memory a node takes; small fits a container of 128 MB");
    static final Key<Path> DATA_DIR = Key.of("data-dir", PATH, "data",
            "Folder for what outlives a restart");
    static final Key<Integer> LOOPS = Key.of("loops", whole(0, 256), "0",
            "Event loops; 0 is one per core, and one with profile small");
    static final Key<Transport> TRANSPORT = Key.of("transport", choice(Transport.class), "auto",
            "Socket interface of the kernel; auto takes the cheapest that is allowed here");
    static final Key<LogLevel> LOG_LEVEL = Key.of("log-level", choice(LogLevel.class), "info",
            "The least important lines that are logged");
    static final Key<Duration> DRAIN_TIMEOUT = Key.of("drain-timeout", duration("0s", "1h"), "30s",
            "How long publishers may stay after SIGTERM");

    static final Key<Boolean> OVERLOAD = Key.of("overload.enabled", SWITCH, "true",
            "Whether new viewers are refused while they would be served late");
    static final Key<Duration> OVERLOAD_BUSY = Key.of("overload.busy-above",
            duration("10ms", "10s"), "60ms",
            "Lag of an event loop from which work that can wait waits and viewers come in turn");
    static final Key<Duration> OVERLOAD_REFUSE = Key.of("overload.refuse-above",
            duration("10ms", "10s"), "100ms",
            "Lag from which new viewers are refused; those who watch stay, publishers may come");
    static final Key<Duration> OVERLOAD_RESUME = Key.of("overload.resume-below",
            duration("5ms", "10s"), "50ms",
            "Lag below which all is as before, after two seconds of it");
    static final Key<Integer> OVERLOAD_FREE = Key.of("overload.free-places", whole(0, 100_000),
            "50", "Connections of an event loop below which nobody is refused, however late it is");

    static final Key<Listen> RTMP_LISTEN = Key.of("rtmp.listen", LISTEN, "0.0.0.0:1935",
            "Where RTMP is served");
    static final Key<Long> RTMP_MESSAGE = Key.of("rtmp.message-bytes-max", size("64KiB", "64MiB"),
            "8MiB", "Longest message; a longer one closes the session");
    static final Key<Long> RTMP_CHUNK = Key.of("rtmp.chunk-bytes-max", size("128B", "16MiB"),
            "8MiB", "Largest chunk size that a peer may announce");
    static final Key<Integer> RTMP_SESSIONS = Key.of("rtmp.sessions-max", whole(1, 1_000_000),
            "100000", "Sessions at a time, publishers and players");
    static final Key<Integer> RTMP_PER_ADDRESS = Key.of("rtmp.sessions-per-address",
            whole(1, 1_000_000), "1000",
            "Sessions from one address at a time; loopback is not counted");
    static final Key<Duration> RTMP_HANDSHAKE = Key.of("rtmp.handshake-timeout",
            duration("1s", "2m"), "10s", "From accept to the end of the handshake and of connect");
    static final Key<Duration> RTMP_IDLE = Key.of("rtmp.publisher-idle-timeout",
            duration("1s", "10m"), "10s", "A publisher without a byte for so long is closed");
    static final Key<Listen> RTMPS_LISTEN = Key.of("rtmps.listen", LISTEN, "0.0.0.0:1936",
            "Where RTMP over TLS is served");

    static final Key<Listen> HTTP_LISTEN = Key.of("http.listen", LISTEN, "0.0.0.0:8080",
            "Where pages, HLS, HTTP-FLV and WebSocket-FLV are served");
    static final Key<Duration> HTTP_HEADER = Key.of("http.header-timeout", duration("1s", "2m"),
            "10s", "From accept, or from the first byte of a request, to its last");
    static final Key<Duration> HTTP_IDLE = Key.of("http.idle-timeout", duration("1s", "1h"),
            "60s", "A connection without a request for so long is closed");
    static final Key<Integer> HTTP_CONNECTIONS = Key.of("http.connections-max",
            whole(1, 1_000_000), "100000", "Connections at a time, for HTTP and for HTTPS each");
    static final Key<Integer> HTTP_PER_ADDRESS = Key.of("http.connections-per-address",
            whole(1, 1_000_000), "1000",
            "Connections from one address at a time; loopback is not counted");
    static final Key<Long> HTTP_BODY_BYTES = Key.of("http.body-bytes-max", size("0B", "64MiB"),
            "64KiB", "Longest body of a request");
    static final Key<Integer> HTTP2_STREAMS = Key.of("http.http2-streams-max", whole(1, 10_000),
            "100", "Requests at a time on one HTTP/2 connection");
    static final Key<Listen> HTTPS_LISTEN = Key.of("https.listen", LISTEN, "0.0.0.0:8443",
            "Where the same is served over TLS, with HTTP/2");

    static final Key<String> TLS_CERTIFICATE = Key.of("tls.certificate", TEXT, "",
            "PEM file with the certificate chain; empty is a self-made certificate");
    static final Key<String> TLS_KEY = Key.of("tls.key", TEXT, "",
            "PEM file with its private key");
    static final Key<Listen> CONTROL_LISTEN = Key.of("control.listen", LISTEN, "127.0.0.1:8090",
            "Where API, metrics and health are served");
    static final Key<DemoMode> DEMO = Key.of("demo.enabled", choice(DemoMode.class), "auto",
            "The demo channel live/demo; auto is on while the data folder is empty at the start");

    static final List<Key<?>> ALL = List.of(PROFILE, DATA_DIR, LOOPS, TRANSPORT, LOG_LEVEL,
            DRAIN_TIMEOUT, OVERLOAD, OVERLOAD_BUSY, OVERLOAD_REFUSE, OVERLOAD_RESUME, OVERLOAD_FREE,
            RTMP_LISTEN, RTMP_MESSAGE, RTMP_CHUNK, RTMP_SESSIONS, RTMP_PER_ADDRESS,
            RTMP_HANDSHAKE, RTMP_IDLE, RTMPS_LISTEN, HTTP_LISTEN, HTTP_HEADER, HTTP_IDLE,
            HTTP_CONNECTIONS, HTTP_PER_ADDRESS, HTTP_BODY_BYTES, HTTP2_STREAMS,
            HTTPS_LISTEN, TLS_CERTIFICATE, TLS_KEY, CONTROL_LISTEN, DEMO);

    private ServerKeys() {
    }
}
