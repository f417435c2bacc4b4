package io.freshet.server.config;

import io.freshet.server.config.Settings.Effective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All keys with what was written for them, secrets included: for comparing, and for people without
/// the secrets.
///
/// Threading: immutable.
public final class Written {

    /// When a change of a key holds after the settings were read again.
    public enum Takes implements Choice {
        /// For all that happens from then on; what concerns connections, for new ones.
        AT_ONCE,
        /// Streams that run keep what they began with.
        NEW_STREAMS,
        /// Nothing changes before the node starts again.
        RESTART;
    }

    /// By the name of the key, in the order of the reference.
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// @param shown for people
    /// @param text  what was written; never log it
    /// @param takes when a change of it holds
    record Entry(Effective shown, String text, Takes takes) {

        /// Not the text.
        @Override
        public String toString() {
            return shown.toString();
        }
    }

    Written(List<Entry> all) {
        all.forEach(entry -> entries.put(entry.shown().key(), entry));
    }

    /// All of it, for people.
    public List<Effective> effective() {
        return entries.values().stream().map(Entry::shown).toList();
    }

    /// Keys whose value is another in `next`, by when that holds. An app that comes or goes is
    /// one key, `apps.NAME`.
    ///
    /// @param takes of these alone
    public List<String> changesTo(Written next, Takes takes) {
        Set<String> changed = new LinkedHashSet<>();
        entries.forEach((key, before) -> {
            Entry after = next.entries.get(key);
            if (after == null) {
                add(app(key), Takes.AT_ONCE == takes, changed);
            } else {
                add(key, before.takes() == takes && !before.text().equals(after.text()), changed);
            }
        });
        next.entries.keySet().stream().filter(key -> !entries.containsKey(key))
                .forEach(key -> add(app(key), Takes.AT_ONCE == takes, changed));
        return List.copyOf(changed);
    }

    private static void add(String key, boolean really, Set<String> changed) {
        if (really) {
            changed.add(key);
        }
    }

    private static String app(String key) {
        return key.substring(0, key.indexOf('.', "apps.".length()));
    }

    /// What holds when `next` was read while the node runs: keys that wait for its next start keep
    /// their value, and tell which one waits.
    Written goingOn(Written next) {
        List<Entry> all = new ArrayList<>();
        next.entries.forEach((key, after) -> {
            Entry before = entries.get(key);
            all.add(before == null || after.takes() != Takes.RESTART ? after
                    : new Entry(before.shown().waiting(before.text().equals(after.text()) ? ""
                            : after.shown().value()), before.text(), before.takes()));
        });
        return new Written(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Written written && written.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /// Not the secrets.
    @Override
    public String toString() {
        return effective().toString();
    }
}
