package io.freshet.server.config;

import io.freshet.server.config.Settings.Effective;
import io.freshet.server.config.Values.Given.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// All given values, a later one in the place of an earlier; checked as they are read.
///
/// Threading: confined to the caller.
final class Values {

    /// By their keys as they are written. Records as keys would be linked while a node waits to
    /// start.
    private final Map<String, Given> given = new HashMap<>();
    private final List<String> problems;

    /// @param problems where bad values are told
    Values(List<Given> all, List<String> problems) {
        this.problems = problems;
        for (Given each : all) {
            if (each.slot().key().isEmpty() || Schema.find(each.slot()).isPresent()) {
                given.put(each.slot().toString(), each);
            } else {
                problems.add(each.where() + ": " + Schema.unknown(each.slot()));
            }
        }
    }

    /// The apps that are named, and the one that always is.
    Set<String> apps() {
        Set<String> apps = new TreeSet<>();
        apps.add(Settings.DEFAULT_APP);
        given.values().stream().map(each -> each.slot().app()).filter(app -> !app.isEmpty())
                .forEach(apps::add);
        return apps;
    }

    /// The server's value of `key`.
    <T> T of(Key<T> key) {
        return of(key, "");
    }

    /// The value of `key` for `app`; the default if it is bad, after telling so.
    <T> T of(Key<T> key, String app) {
        Given each = given.get(new Slot(app, key.name()).toString());
        if (each != null) {
            try {
                if (!each.list() || key.type().isList()) {
                    return key.type().parser().parse(each.text());
                }
                throw new BadValueException("a list is not one value: " + key.type().hint());
            } catch (BadValueException e) {
                problems.add(each.where() + ": " + each.slot() + ": " + e.getMessage());
            }
        }
        try {
            return key.type().parser().parse(key.standard());
        } catch (BadValueException e) {
            throw new AssertionError("defaults are checked when keys are made", e);
        }
    }

    /// What holds for every key, in the order of the reference.
    Written written() {
        List<Written.Entry> all = new ArrayList<>();
        ServerKeys.ALL.forEach(key -> all.add(written(key, "")));
        for (String app : apps()) {
            AppKeys.ALL.forEach(key -> all.add(written(key, app)));
        }
        return new Written(all);
    }

    private Written.Entry written(Key<?> key, String app) {
        Slot slot = new Slot(app, key.name());
        Given each = given.get(slot.toString());
        boolean secret = ServerKeys.SECRET.contains(key.name());
        String value = each == null ? key.standard() : each.text();
        return new Written.Entry(new Effective(slot.toString(),
                secret && !value.isEmpty() ? "***" : value, key.standard(),
                each == null ? "default" : each.where(), key.meaning(), secret, key.takes(), ""),
                value, key.takes());
    }

    /// A value as somebody wrote it.
    ///
    /// @param slot  which key, an app's with `apps.NAME.` in front
    /// @param text  the value; a list's items are separated by commas
    /// @param list  whether it was written as a list
    /// @param where for messages: `freshet.yaml:12`, `FRESHET_RTMP_LISTEN`, `--set`
    record Given(Slot slot, String text, boolean list, String where) {

        /// What can hold one value.
        ///
        /// @param app empty for a key of the server
        /// @param key name of a key in [ServerKeys] or [AppKeys]
        record Slot(String app, String key) {

            @Override
            public String toString() {
                return app.isEmpty() ? key : "apps." + app + "." + key;
            }
        }
    }
}
