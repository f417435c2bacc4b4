package io.freshet.server.config;

import io.freshet.server.config.Values.Given;
import io.freshet.server.config.Values.Given.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Variables that override the file: `FRESHET_RTMP_LISTEN` is `rtmp.listen`.
final class EnvironmentSettings {

    static final String PREFIX = "FRESHET_";

    /// Read by the launcher and the command line.
    private static final Set<String> NOT_KEYS = Set.of("FRESHET_CONFIG", "FRESHET_JAVA_OPTS",
            "FRESHET_GC", "FRESHET_URL", "FRESHET_URLS", "FRESHET_TOKEN");
    /// Kubernetes sets these in every container beside a service that is called `freshet...`.
    private static final Pattern KUBERNETES = Pattern.compile(
            "FRESHET_(.+_)?(SERVICE_(HOST|PORT)(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

    private EnvironmentSettings() {
    }

    /// The name of the variable for `slot`.
    static String variable(Slot slot) {
        return PREFIX + slot.toString().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /// What `environment` gives; unknown names are added to `problems`.
    ///
    /// @param apps those that the file names; a variable can name others in lower case
    static List<Given> read(Map<String, String> environment, Collection<String> apps,
            List<String> problems) {
        List<Given> found = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (!name.startsWith(PREFIX) || NOT_KEYS.contains(name)
                    || KUBERNETES.matcher(name).matches()) {
                return;
            }
            slotOf(name, apps).ifPresentOrElse(
                    slot -> found.add(new Given(slot, text, false, name)),
                    () -> problems.add(name + ": " + Schema.unknown(guess(name))));
        });
        return found;
    }

    private static Optional<Slot> slotOf(String name, Collection<String> apps) {
        for (Key<?> key : ServerKeys.ALL) {
            Slot slot = new Slot("", key.name());
            if (variable(slot).equals(name)) {
                return Optional.of(slot);
            }
        }
        for (Key<?> key : AppKeys.ALL) {
            for (String app : apps) {
                Slot slot = new Slot(app, key.name());
                if (variable(slot).equals(name)) {
                    return Optional.of(slot);
                }
            }
        }
        return unlistedApp(name);
    }

    private static Optional<Slot> unlistedApp(String name) {
        for (Key<?> key : AppKeys.ALL) {
            String head = PREFIX + "APPS_";
            String tail = variable(new Slot("", key.name())).substring(PREFIX.length() - 1);
            int length = name.length() - head.length() - tail.length();
            if (length > 0 && name.startsWith(head) && name.endsWith(tail)) {
                String app = name.substring(head.length(), head.length() + length);
                return Optional.of(new Slot(app.toLowerCase(Locale.ROOT), key.name()));
            }
        }
        return Optional.empty();
    }

    private static Slot guess(String name) {
        String words = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        return new Slot("", words.replace('_', '-').replaceFirst("-", "."));
    }
}
