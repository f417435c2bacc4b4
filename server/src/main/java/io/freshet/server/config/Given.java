package io.freshet.server.config;

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
