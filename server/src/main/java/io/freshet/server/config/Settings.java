package io.freshet.server.config;

import io.freshet.net.address.AddressRanges;
import io.freshet.server.config.Written.Takes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
/// @param proxies       who is believed about viewers
/// @param tls           the certificate of both
/// @param control       API, metrics, health, people and what they need
/// @param demo          when the demo channel plays
/// @param watch         how people are told, and how viewers are told apart
/// @param cluster       the other nodes, if there are any
/// @param apps          by name; [#DEFAULT_APP] is always there
/// @param written       all of it as it was written
public record Settings(Profile profile, Path dataDir, int loops, Transport transport,
        LogLevel logLevel, Duration drainTimeout, OverloadSettings overload, RtmpSettings rtmp,
        HttpSettings http, Proxies proxies, TlsSettings tls, ControlSettings control,
        DemoMode demo, WatchSettings watch, ClusterSettings cluster, Map<String, AppSettings> apps,
        Written written) {

    /// The app that exists without being named.
    public static final String DEFAULT_APP = "live";

    public Settings {
        apps = Map.copyOf(apps);
    }

    /// All keys and what holds for them, for people.
    public List<Effective> effective() {
        return written.effective();
    }

    /// What holds when `next` was read while the node runs: all of it, but for what waits for the
    /// next start.
    public Settings goingOn(Settings next) {
        return new Settings(profile, dataDir, loops, transport, next.logLevel, next.drainTimeout,
                next.overload, next.rtmp.listening(rtmp), next.http.listening(http),
                next.proxies, tls.goingOn(next.tls),
                control.goingOn(next.control), demo, next.watch, cluster, next.apps,
                written.goingOn(next.written));
    }

    /// The app of that name, if there is one.
    public Optional<AppSettings> app(String name) {
        return Optional.ofNullable(apps.get(name));
    }

    /// Who stands between viewers and the media ports, and is believed about them.
    ///
    /// @param rtmpBalancers that begin each connection of RTMP with a PROXY header
    /// @param httpBalancers the same of HTTP
    /// @param forwarders    whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed
    public record Proxies(AddressRanges rtmpBalancers, AddressRanges httpBalancers,
            AddressRanges forwarders) {

        /// @throws IllegalArgumentException naming the key that is wrong
        static Proxies of(Values values) {
            return new Proxies(ranges(values, ServerKeys.RTMP_BALANCERS),
                    ranges(values, ServerKeys.HTTP_BALANCERS),
                    ranges(values, ServerKeys.HTTP_FORWARDERS));
        }

        private static AddressRanges ranges(Values values, Key<List<String>> key) {
            try {
                return AddressRanges.of(values.of(key));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(key.name() + ": " + wrong.getMessage(), wrong);
            }
        }

        /// Viewers come by themselves.
        static Proxies none() {
            return new Proxies(AddressRanges.NONE, AddressRanges.NONE, AddressRanges.NONE);
        }
    }

    /// When the bundled clip is played.
    public enum DemoMode implements Choice {
        /// While the data folder is empty at the start.
        AUTO,
        TRUE,
        FALSE;
    }

    /// What holds for one key, and who said so.
    ///
    /// @param key      `apps.live.takeover`
    /// @param value    as it would be written in a file; `***` if it is secret and set
    /// @param standard the default
    /// @param source   `default`, `freshet.yaml:12`, `FRESHET_RTMP_LISTEN`, `--set`
    /// @param meaning  one line
    /// @param secret   whether the value is not shown
    /// @param takes    when a change of it holds
    /// @param waiting  what will hold after a restart; empty if that is the same
    public record Effective(String key, String value, String standard, String source,
            String meaning, boolean secret, Takes takes, String waiting) {

        Effective waiting(String next) {
            return new Effective(key, value, standard, source, meaning, secret, takes, next);
        }
    }

    /// The least important line that is logged.
    public enum LogLevel implements Choice {
        ERROR,
        WARN,
        INFO,
        DEBUG;
    }
}
