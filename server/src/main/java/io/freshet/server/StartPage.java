package io.freshet.server;

import io.freshet.server.config.Listen;
import io.freshet.server.config.Settings;
import java.util.function.ToIntFunction;

/// What the operator reads when the node is up: where to publish to, where to watch.
///
/// Threading: confined to the caller.
final class StartPage {

    private static final String APP = Settings.DEFAULT_APP;
    private static final String THIS_MACHINE = "localhost";

    private final Settings settings;
    private final ToIntFunction<String> ports;
    private final StringBuilder text = new StringBuilder(1024);

    private StartPage(Settings settings, ToIntFunction<String> ports) {
        this.settings = settings;
        this.ports = ports;
    }

    /// @param ports     that each listener really has, by its settings key; 0 if it is off
    /// @param transport `io_uring`, `epoll` or `nio`
    static String text(Settings settings, ToIntFunction<String> ports, String transport,
            String version, long tookMs) {
        int loops = Wiring.loops(settings);
        return "Freshet " + version + " is up after " + tookMs + " ms (" + transport + ", "
                + loops + (loops == 1 ? " loop)\n" : " loops)\n")
                + new StartPage(settings, ports).addresses();
    }

    private String addresses() {
        String rtmp = url("rtmp", "rtmp.listen", settings.rtmp().listen());
        String rtmps = url("rtmps", "rtmps.listen", settings.rtmp().tlsListen());
        String plain = url("http", "http.listen", settings.http().listen());
        String http = plain.isEmpty() ? url("https", "https.listen", settings.http().tlsListen())
                : plain;
        if (!rtmp.isEmpty()) {
            line("publish", rtmp + APP + "/NAME" + whoMay(settings.rtmp().listen()));
        }
        if (!rtmps.isEmpty()) {
            line(rtmp.isEmpty() ? "publish" : "", rtmps + APP + "/NAME"
                    + (rtmp.isEmpty() ? whoMay(settings.rtmp().tlsListen()) : ""));
        }
        if (!http.isEmpty()) {
            line("watch", http);
            line("", http + "watch/" + APP + "/NAME");
            line("HLS", http + APP + "/NAME/index.m3u8   (TS: " + APP + "/NAME/ts.m3u8)");
            line("FLV", http + APP + "/NAME.flv");
        }
        if (!rtmp.isEmpty()) {
            line("RTMP", rtmp + APP + "/NAME");
        }
        String control = url("http", "control.listen", settings.control().listen());
        if (!control.isEmpty()) {
            line("console", control + "   (its API: openapi.yaml there)");
        }
        return text.toString();
    }

    /// Without keys this machine alone may publish, and only if it comes from a loopback address;
    /// in a cluster nobody.
    private String whoMay(Listen listen) {
        if (settings.app(APP).map(live -> !live.publishKeys().isEmpty()).orElse(false)) {
            return "?key=KEY";
        }
        String host = listen.hostFor(THIS_MACHINE);
        boolean loopback = host.equals(THIS_MACHINE) || host.startsWith("127.")
                || host.equals("[::1]");
        return loopback && !settings.cluster().isOn()
                ? "   from this machine; make a publish key in the console to publish from"
                + " elsewhere"
                : "?key=KEY   make a publish key in the console";
    }

    /// Empty if it is off.
    private String url(String scheme, String key, Listen listen) {
        int port = ports.applyAsInt(key);
        return port > 0 ? scheme + "://" + listen.hostFor(THIS_MACHINE) + ":" + port + "/" : "";
    }

    private void line(String what, String url) {
        text.append("  ").append(String.format("%-9s", what)).append(url).append('\n');
    }
}
