package io.freshet.server.config;

import io.freshet.server.config.Values.Given.Slot;
import io.freshet.server.config.Written.Takes;
import java.util.List;

/// The pages that describe every key, made from the keys themselves.
public final class Reference {

    private Reference() {
    }

    /// `docs/configuration.md`.
    public static String markdown() {
        StringBuilder out = new StringBuilder("""
                # Configuration

                Made from the keys in the code by `./freshet check --reference`; do not edit.

                Freshet runs without any settings. What you want otherwise goes into `freshet.yaml`
                in the folder that you start it from (or `--config FILE`, or `FRESHET_CONFIG`). A
                variable overrides the file: `rtmp.listen` is `FRESHET_RTMP_LISTEN`,
                `apps.live.takeover` is `FRESHET_APPS_LIVE_TAKEOVER`. `--set KEY=VALUE` overrides
                both. An unknown key and a bad value are errors. `./freshet check` tells them
                without starting anything.

                While a node runs, `./freshet ctl reload-node`, the console or a hangup (SIGHUP)
                makes it read its settings again, without a connection that drops. A change then
                holds at once, for new streams, or after a restart: the third column says which.
                [More on that](running.md).

                Sizes are written `64KiB`, `8MiB`; durations `200ms`, `2s`, `5m`.
                [freshet.yaml](freshet.yaml) has the same keys ready to copy.

                ## The server

                """);
        table(out, ServerKeys.ALL);
        out.append("""

                ## An app

                The first level of a stream's address names its app: `rtmp://HOST/live/NAME` is in
                the app `live`, which is always there. Others exist by being named under `apps`:

                ```yaml
                apps:
                  school:
                    takeover: newest
                    publish-keys: [7d1f20, 93ac51]
                ```

                The keys below follow `apps.NAME.`.

                """);
        table(out, AppKeys.ALL);
        return out.toString();
    }

    private static void table(StringBuilder out, List<Key<?>> keys) {
        out.append("""
                | key | default | a change holds | allowed | meaning |
                |---|---|---|---|---|
                """);
        for (Key<?> key : keys) {
            String standard = key.standard().isEmpty() ? "" : "`" + key.standard() + "`";
            out.append("| `").append(key.name()).append("` | ").append(standard).append(" | ")
                    .append(takes(key.takes())).append(" | ")
                    .append(key.type().hint()).append(" | ")
                    .append(key.meaning()).append(" |\n");
        }
    }

    private static String takes(Takes takes) {
        return switch (takes) {
            case AT_ONCE -> "at once";
            case NEW_STREAMS -> "for new streams";
            case RESTART -> "after a restart";
        };
    }

    /// `docs/freshet.yaml`: every key with its default, commented out.
    public static String yaml() {
        StringBuilder out = new StringBuilder("""
                # Every key of Freshet with its default. Copy what you change into a freshet.yaml.
                # Made from the keys in the code by ./freshet check --reference; do not edit.
                """);
        String section = "";
        for (Key<?> key : ServerKeys.ALL) {
            section = entry(out, key, section, "");
        }
        out.append("\n#apps:\n#  ").append(Settings.DEFAULT_APP).append(":\n");
        section = "";
        for (Key<?> key : AppKeys.ALL) {
            section = entry(out, key, section, "    ");
        }
        return out.toString();
    }

    /// Adds `key` and says in which section it stands.
    private static String entry(StringBuilder out, Key<?> key, String section, String indent) {
        int dot = key.name().indexOf('.');
        String own = dot < 0 ? "" : key.name().substring(0, dot);
        if (!own.equals(section) && !own.isEmpty()) {
            out.append(indent.isEmpty() ? "\n" : "").append('#').append(indent).append(own)
                    .append(":\n");
        }
        String inner = own.isEmpty() ? indent : indent + "  ";
        out.append('#').append(inner).append("# ").append(key.meaning()).append(" (")
                .append(key.type().hint()).append(")\n");
        out.append('#').append(inner).append(key.name().substring(dot + 1)).append(": ")
                .append(yamlText(key)).append('\n');
        return own;
    }

    private static String yamlText(Key<?> key) {
        if (key.type().isList()) {
            return "[" + key.standard() + "]";
        }
        return key.standard().isEmpty() ? "\"\"" : key.standard();
    }

    /// The variable that sets a key of the server.
    public static String variable(String key) {
        return EnvironmentSettings.variable(new Slot("", key));
    }
}
