package io.freshet.server.config;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.server.config.Values.Given;
import io.freshet.server.config.Values.Given.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Turns what was written into [Settings], or tells all that is wrong with it.
public final class SettingsLoader {

    private SettingsLoader() {
    }

    /// What was written, the weakest first.
    ///
    /// @param fileName    for messages
    /// @param yaml        the file's text; empty if there is none
    /// @param environment all variables; those without `FRESHET_` are ignored
    /// @param arguments   `key=value` of the command line
    public record Sources(String fileName, String yaml, Map<String, String> environment,
            List<String> arguments) {

        public Sources {
            environment = Map.copyOf(environment);
            arguments = List.copyOf(arguments);
        }
    }

    /// Reads and checks all of it.
    ///
    /// @throws BadSettingsException naming place, key and value of every problem
    public static Settings load(Sources sources) throws BadSettingsException {
        List<String> problems = new ArrayList<>();
        List<Given> all = new ArrayList<>(
                SettingsFile.read(sources.fileName(), sources.yaml(), problems));
        TreeSet<String> apps = new TreeSet<>(List.of(Settings.DEFAULT_APP));
        all.stream().map(each -> each.slot().app()).filter(a -> !a.isEmpty()).forEach(apps::add);
        all.addAll(EnvironmentSettings.read(sources.environment(), apps, problems));
        for (String argument : sources.arguments()) {
            readArgument(argument, all, problems);
        }
        Settings settings = build(new Values(all, problems), problems);
        if (!problems.isEmpty()) {
            throw new BadSettingsException(problems);
        }
        return settings;
    }

    private static void readArgument(String argument, List<Given> all, List<String> problems) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            problems.add("--set " + argument + ": expected KEY=VALUE");
            return;
        }
        String[] path = argument.substring(0, equals).split("\\.", 3);
        Slot slot = path.length == 3 && path[0].equals("apps") ? new Slot(path[1], path[2])
                : new Slot("", argument.substring(0, equals));
        all.add(new Given(slot, argument.substring(equals + 1), false, "--set"));
    }

    private static Settings build(Values values, List<String> problems) {
        Map<String, AppSettings> apps = apps(values, problems);
        TlsSettings tls = TlsSettings.none();
        try {
            tls = TlsSettings.of(values);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        OverloadSettings overload = new OverloadSettings(false, Duration.ZERO, Duration.ZERO,
                Duration.ZERO, 0, 0, 0);
        try {
            overload = OverloadSettings.of(values);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        ControlSettings control = ControlSettings.none();
        try {
            control = ControlSettings.of(values);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        Settings.Proxies proxies = Settings.Proxies.none();
        try {
            proxies = Settings.Proxies.of(values);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        ClusterSettings cluster = ClusterSettings.none();
        try {
            cluster = ClusterSettings.of(values);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        Settings settings = new Settings(values.of(ServerKeys.PROFILE),
                values.of(ServerKeys.DATA_DIR), values.of(ServerKeys.LOOPS),
                values.of(ServerKeys.TRANSPORT), values.of(ServerKeys.LOG_LEVEL),
                values.of(ServerKeys.DRAIN_TIMEOUT), overload, RtmpSettings.of(values),
                HttpSettings.of(values), proxies, tls, control,
                values.of(ServerKeys.DEMO), WatchSettings.of(values), cluster, apps,
                values.written());
        checkPorts(settings, problems);
        return settings;
    }

    private static Map<String, AppSettings> apps(Values values, List<String> problems) {
        Map<String, AppSettings> apps = new HashMap<>();
        for (String app : values.apps()) {
            try {
                StreamKey.of(app, "name");
                apps.put(app, AppSettings.of(values, app));
            } catch (BadNameException e) {
                problems.add("apps." + app + ": " + e.getMessage());
            } catch (IllegalArgumentException e) {
                problems.add("apps." + app + ": " + e.getMessage());
            }
        }
        return apps;
    }

    private static void checkPorts(Settings settings, List<String> problems) {
        Map<Integer, String> taken = new HashMap<>();
        Map<String, Listen> all = new LinkedHashMap<>();
        all.put("rtmp.listen", settings.rtmp().listen());
        all.put("rtmps.listen", settings.rtmp().tlsListen());
        all.put("http.listen", settings.http().listen());
        all.put("https.listen", settings.http().tlsListen());
        all.put("control.listen", settings.control().listen());
        all.forEach((key, listen) -> {
            String other = listen.port() > 0 ? taken.putIfAbsent(listen.port(), key) : null;
            if (other != null) {
                problems.add(key + ": " + listen + " has the same port as " + other);
            }
        });
    }
}
