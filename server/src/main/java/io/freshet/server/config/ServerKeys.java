package io.freshet.server.config;

import static io.freshet.server.config.ValueTypes.LISTEN;
import static io.freshet.server.config.ValueTypes.PATH;
import static io.freshet.server.config.ValueTypes.SWITCH;
import static io.freshet.server.config.ValueTypes.TEXT;
import static io.freshet.server.config.ValueTypes.TEXTS;
import static io.freshet.server.config.ValueTypes.choice;
import static io.freshet.server.config.ValueTypes.duration;
import static io.freshet.server.config.ValueTypes.size;
import static io.freshet.server.config.ValueTypes.whole;

import io.freshet.server.config.Settings.DemoMode;
import io.freshet.server.config.Settings.LogLevel;
import io.freshet.server.config.WatchSettings.LogFormat;
import io.freshet.server.config.WatchSettings.MailSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys that hold for the whole server, in the order of the reference.
final class ServerKeys {

    static final Key<Profile> PROFILE = Key.of("profile", choice(Profile.class), "normal",
            "How much memory a node takes; small fits a container of 128 MB").afterRestart();
    static final Key<Path> DATA_DIR = Key.of("data-dir", PATH, "data",
            "Folder for what outlives a restart").afterRestart();
    static final Key<Integer> LOOPS = Key.of("loops", whole(0, 256), "0",
            "Event loops; 0 is one per core, and one with profile small").afterRestart();
    static final Key<Transport> TRANSPORT = Key.of("transport", choice(Transport.class), "auto",
            "Socket interface of the kernel; auto takes the cheapest that is allowed here")
            .afterRestart();
    static final Key<LogLevel> LOG_LEVEL = Key.of("log-level", choice(LogLevel.class), "info",
            "The least important lines that are logged");
    static final Key<LogFormat> LOG_FORMAT = Key.of("log-format", choice(LogFormat.class), "text",
            "How lines are logged; json has the field names of the Elastic Common Schema");
    static final Key<Duration> DRAIN_TIMEOUT = Key.of("drain-timeout", duration("0s", "1h"), "30s",
            "How long publishers may stay after SIGTERM");

    static final Key<Boolean> OVERLOAD = Key.of("overload.enabled", SWITCH, "true",
            "Whether newcomers are refused who would be served late, or would fill the memory");
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

    static final Key<Integer> OVERLOAD_HEAP_REFUSE = Key.of("overload.memory-refuse-above",
            whole(10, 100), "75",
            "Percent of the heap that streams may come to need before new ones are refused");
    static final Key<Integer> OVERLOAD_HEAP_END = Key.of("overload.memory-end-above",
            whole(10, 100), "90", "Percent from which those that came last are ended, until it is"
                    + " below the other again: without memory all would end");

    static final Key<Listen> RTMP_LISTEN = Key.of("rtmp.listen", LISTEN, "0.0.0.0:1935",
            "Where RTMP is served").afterRestart();
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
            "Where RTMP over TLS is served").afterRestart();

    static final Key<List<String>> RTMP_BALANCERS = Key.of("rtmp.proxy-protocol", TEXTS, "",
            "Addresses or ranges of load balancers whose connections begin with a PROXY header"
                    + " (version 1 or 2), for RTMP and RTMPS; from them one without is refused");

    static final Key<Listen> HTTP_LISTEN = Key.of("http.listen", LISTEN, "0.0.0.0:8080",
            "Where pages, HLS, HTTP-FLV and WebSocket-FLV are served").afterRestart();
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
    static final Key<List<String>> HTTP_BALANCERS = Key.of("http.proxy-protocol", TEXTS, "",
            "The same for HTTP and HTTPS");
    static final Key<List<String>> HTTP_FORWARDERS = Key.of("http.trusted-proxies", TEXTS, "",
            "Addresses or ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto are"
                    + " believed, for HTTP and HTTPS");
    static final Key<Listen> HTTPS_LISTEN = Key.of("https.listen", LISTEN, "0.0.0.0:8443",
            "Where the same is served over TLS, with HTTP/2").afterRestart();

    static final Key<String> TLS_CERTIFICATE = Key.of("tls.certificate", TEXT, "",
            "PEM file with the certificate chain, read again when it changes; empty is a self-made"
                    + " certificate");
    static final Key<String> TLS_KEY = Key.of("tls.key", TEXT, "",
            "PEM file with its private key, without a passphrase");
    static final Key<List<String>> ACME_DOMAINS = Key.of("acme.domains", TEXTS, "",
            "Names for which a certificate is fetched and renewed, by HTTP-01: port 80 of each must"
                    + " reach http.listen").afterRestart();
    static final Key<String> ACME_EMAIL = Key.of("acme.email", TEXT, "",
            "Where the certificate authority may write to").afterRestart();
    static final Key<Boolean> ACME_TERMS = Key.of("acme.accept-terms", SWITCH, "false",
            "Whether you agree to the authority's terms; needed to fetch a certificate")
            .afterRestart();
    static final Key<String> ACME_DIRECTORY = Key.of("acme.directory", TEXT,
            "https://acme-v02.api.letsencrypt.org/directory",
            "The certificate authority (RFC 8555)").afterRestart();
    static final Key<Listen> CONTROL_LISTEN = Key.of("control.listen", LISTEN, "127.0.0.1:8090",
            "Where API, metrics and health are served").afterRestart();
    static final Key<List<String>> CONTROL_NAMES = Key.of("control.names", TEXTS, "",
            "DNS names by which people and proxies may ask this port, without scheme and port; IP"
                    + " addresses and localhost always may");
    static final Key<List<String>> CONTROL_PROXIES = Key.of("control.trusted-proxies", TEXTS, "",
            "Addresses or ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto are"
                    + " believed");
    static final Key<Boolean> THUMBNAILS = Key.of("control.thumbnails", SWITCH, "true",
            "Whether the console shows pictures of streams, decoded by FFmpeg where there is one")
            .afterRestart();
    static final Key<String> CONTROL_PASSWORD = Key.of("control.admin-password", TEXT, "",
            "Password of the first administrator, admin, while there is no user;"
                    + " empty: a random one is shown once").afterRestart();
    static final Key<Duration> CONTROL_SESSION = Key.of("control.session-timeout",
            duration("5m", "7d"), "12h", "Without a request for so long, people sign in again")
            .afterRestart();

    static final Key<String> DATABASE_URL = Key.of("database.url", TEXT, "",
            "jdbc:postgresql://HOST/NAME; empty is SQLite in the data folder").afterRestart();
    static final Key<String> DATABASE_USER = Key.of("database.user", TEXT, "freshet",
            "User of PostgreSQL").afterRestart();
    static final Key<String> DATABASE_PASSWORD = Key.of("database.password", TEXT, "",
            "Their password; better given as FRESHET_DATABASE_PASSWORD or in a file")
            .afterRestart();
    static final Key<String> DATABASE_PASSWORD_FILE = Key.of("database.password-file", TEXT, "",
            "File whose first line is the password").afterRestart();
    static final Key<Integer> DATABASE_CONNECTIONS = Key.of("database.connections",
            whole(2, 64), "6", "Connections to the database at a time").afterRestart();
    static final Key<String> SECRET_KEY_FILE = Key.of("database.secret-key-file", TEXT, "",
            "Key that seals secrets in the database, 32 bytes in base64, the same on all nodes of "
                    + "a database; empty: secret.key in the data folder, made when needed")
            .afterRestart();
    static final Key<String> BACKUP_DIR = Key.of("backup.dir", TEXT, "",
            "Folder of the backups; empty is backups in the data folder");
    static final Key<Duration> BACKUP_EVERY = Key.of("backup.every", duration("1h", "30d"), "1d",
            "How often the database is backed up");
    static final Key<Integer> BACKUP_KEEP = Key.of("backup.keep", whole(0, 1000), "7",
            "Backups that are kept; 0 makes none");
    static final Key<Boolean> LATENCY_PROBE = Key.of("audience.latency-probe", SWITCH, "true",
            "Whether the node watches streams whose encoders say no time itself, some seconds a"
                    + " minute, to tell how late they are; never with profile small")
            .afterRestart();
    static final Key<List<String>> REGIONS = Key.of("audience.regions", TEXTS, "",
            "Where viewers come from: NAME=ADDRESS/BITS, the narrowest range decides");
    static final Key<String> REGION_DATABASE = Key.of("audience.region-database", TEXT, "",
            "File in MaxMind's format (.mmdb) that tells the country of addresses that are in no"
                    + " range, read again when it changes; it is kept in memory");
    static final Key<List<String>> REGION_CODES = Key.of("audience.region-codes", TEXTS, "",
            "Which of its codes are which region: NAME=continent:EU, NAME=country:DE or"
                    + " NAME=subdivision:US-CA, the narrowest decides");
    static final Key<String> SMTP_HOST = Key.of("alerts.smtp-host", TEXT, "",
            "The server that takes e-mail of alerts; empty is none");
    static final Key<Integer> SMTP_PORT = Key.of("alerts.smtp-port", whole(1, 65_535), "587",
            "Its port");
    static final Key<MailSecurity> SMTP_SECURITY = Key.of("alerts.smtp-security",
            choice(MailSecurity.class), "starttls", "How the connection to it is protected");
    static final Key<String> SMTP_USER = Key.of("alerts.smtp-user", TEXT, "",
            "Who we are there; empty is without signing in");
    static final Key<String> SMTP_PASSWORD = Key.of("alerts.smtp-password", TEXT, "",
            "Its password");
    static final Key<String> SMTP_FROM = Key.of("alerts.smtp-from", TEXT, "freshet@localhost",
            "The address that our e-mail comes from");
    static final Key<DemoMode> DEMO = Key.of("demo.enabled", choice(DemoMode.class), "auto",
            "The demo channel live/demo; auto is on while the data folder is empty at the start")
            .afterRestart();

    private static final List<Key<?>> OWN = List.of(PROFILE, DATA_DIR, LOOPS, TRANSPORT, LOG_LEVEL,
            LOG_FORMAT, DRAIN_TIMEOUT, OVERLOAD, OVERLOAD_BUSY, OVERLOAD_REFUSE, OVERLOAD_RESUME,
            OVERLOAD_FREE, OVERLOAD_HEAP_REFUSE, OVERLOAD_HEAP_END,
            RTMP_LISTEN, RTMP_MESSAGE, RTMP_CHUNK, RTMP_SESSIONS, RTMP_PER_ADDRESS,
            RTMP_HANDSHAKE, RTMP_IDLE, RTMP_BALANCERS, RTMPS_LISTEN, HTTP_LISTEN, HTTP_HEADER,
            HTTP_IDLE, HTTP_BALANCERS, HTTP_FORWARDERS,
            HTTP_CONNECTIONS, HTTP_PER_ADDRESS, HTTP_BODY_BYTES, HTTP2_STREAMS,
            HTTPS_LISTEN, TLS_CERTIFICATE, TLS_KEY, ACME_DOMAINS, ACME_EMAIL, ACME_TERMS,
            ACME_DIRECTORY, CONTROL_LISTEN,
            CONTROL_NAMES, CONTROL_PROXIES, CONTROL_PASSWORD, CONTROL_SESSION, THUMBNAILS,
            DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD, DATABASE_PASSWORD_FILE,
            DATABASE_CONNECTIONS, SECRET_KEY_FILE, BACKUP_DIR, BACKUP_EVERY, BACKUP_KEEP, REGIONS,
            REGION_DATABASE, REGION_CODES, LATENCY_PROBE,
            SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER, SMTP_PASSWORD, SMTP_FROM, DEMO);

    static final List<Key<?>> ALL =
            Stream.of(OWN, ClusterSettings.Keys.ALL, HealingSettings.Keys.ALL)
                    .flatMap(List::stream).toList();

    /// Those whose values nobody is shown; an app's keys by their own names.
    static final Set<String> SECRET = Stream.concat(ClusterSettings.Keys.SECRET.stream(),
            Stream.of("control.admin-password", "database.password", "alerts.smtp-password",
                    "publish-keys")).collect(Collectors.toUnmodifiableSet());

    private ServerKeys() {
    }
}
