package io.freshet.server;

import io.freshet.server.config.Settings;

/// What the operator reads when the node is up: where to publish to, where to watch.
final class StartPage {

    private StartPage() {
    }

    static String text(Settings settings, Node node, String version, long tookMs) {
        String app = Settings.DEFAULT_APP;
        boolean keyed = settings.app(app).map(live -> !live.publishKeys().isEmpty()).orElse(false);
        int loops = Wiring.loops(settings);
        StringBuilder text = new StringBuilder(1024);
        text.append("Freshet ").append(version).append(" is up after ").append(tookMs)
                .append(" ms (").append(node.transport()).append(", ")
                .append(loops).append(loops == 1 ? " loop)\n" : " loops)\n");
        String rtmp = url("rtmp", node.port("rtmp.listen")) + app + "/NAME";
        String http = url("http", node.port("http.listen"));
        if (node.port("rtmp.listen") > 0) {
            line(text, "publish", rtmp + (keyed ? "?key=KEY" : "   from this machine; set apps."
                    + app + ".publish-keys to publish from elsewhere"));
        }
        if (node.port("rtmps.listen") > 0) {
            line(text, "", url("rtmps", node.port("rtmps.listen")) + app + "/NAME");
        }
        if (node.port("http.listen") > 0) {
            line(text, "watch", http);
            line(text, "", http + "watch/" + app + "/NAME");
            line(text, "HLS", http + app + "/NAME/index.m3u8   (TS: " + app + "/NAME/ts.m3u8)");
            line(text, "FLV", http + app + "/NAME.flv");
        }
        if (node.port("rtmp.listen") > 0) {
            line(text, "RTMP", rtmp);
        }
        if (node.port("control.listen") > 0) {
            line(text, "control", url("http", node.port("control.listen")) + "api/v1/streams");
        }
        return text.toString();
    }

    private static String url(String scheme, int port) {
        return scheme + "://localhost:" + port + "/";
    }

    private static void line(StringBuilder text, String what, String url) {
        text.append("  ").append(String.format("%-9s", what)).append(url).append('\n');
    }
}
