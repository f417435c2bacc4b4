package io.freshet.server.config;

import io.freshet.server.config.Values.Given.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All keys there are, and what to say of one that is not there.
final class Schema {

    private Schema() {
    }

    /// The key of that name in [ServerKeys] or, of an app, in [AppKeys].
    static Optional<Key<?>> find(Slot slot) {
        List<Key<?>> keys = slot.app().isEmpty() ? ServerKeys.ALL : AppKeys.ALL;
        return keys.stream().filter(key -> key.name().equals(slot.key())).findFirst();
    }

    /// Why there is no such key, with the nearest that there is.
    static String unknown(Slot slot) {
        String name = slot.toString();
        List<String> inside = names(slot.app()).stream()
                .filter(each -> each.startsWith(name + ".")).toList();
        if (!inside.isEmpty()) {
            return name + ": is a section; its keys are " + String.join(", ", inside);
        }
        return name + ": unknown key; the nearest is " + nearest(name, names(slot.app()));
    }

    /// The names of all keys, an app's with `apps.NAME.` in front.
    private static List<String> names(String app) {
        List<String> names = new ArrayList<>();
        ServerKeys.ALL.forEach(key -> names.add(key.name()));
        String shown = app.isEmpty() ? Settings.DEFAULT_APP : app;
        AppKeys.ALL.forEach(key -> names.add(new Slot(shown, key.name()).toString()));
        return names;
    }

    private static String nearest(String name, List<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /// Letters to change, drop or add; a name that only lacks its section is next to right.
    private static int distance(String from, String to) {
        if (to.endsWith("." + from)) {
            return 1;
        }
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
