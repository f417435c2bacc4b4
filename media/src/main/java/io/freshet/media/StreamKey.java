package io.freshet.media;

import java.util.List;
import java.util.Set;

/// The address of a live stream: an app and a name inside it.
///
/// @param app  one level
/// @param name one to three levels, separated by `/`
public record StreamKey(String app, String name) {

    /// Long enough for any naming scheme seen; short enough for a log line and a metric label.
    static final int MAX_LEVEL_CHARS = 64;
    /// `school/room/camera`; deeper trees have not been asked for.
    static final int MAX_NAME_LEVELS = 3;

    private static final Set<String> RESERVED_APPS =
            Set.of("api", "watch", "route", "steer", "beacon", "t", "assets", "relay");
    private static final Set<String> RESERVED_LAST_LEVELS =
            Set.of("index.m3u8", "ts.m3u8", "manifest.mpd", "whip", "whep");
    private static final List<String> RESERVED_ENDINGS =
            List.of(".flv", ".m3u8", ".mpd", ".m4s", ".mp4", ".ts");

    /// Checks a peer's words: letters, digits, `-`, `_`, `.`; nothing reserved.
    ///
    /// @throws BadNameException with a message for the peer
    public static StreamKey of(String app, String name) throws BadNameException {
        checkLevel("app", app);
        if (RESERVED_APPS.contains(app)) {
            throw new BadNameException("app " + app + " is reserved");
        }
        String[] levels = name.split("/", -1);
        if (levels.length > MAX_NAME_LEVELS) {
            throw new BadNameException("stream name has " + levels.length
                    + " levels, at most " + MAX_NAME_LEVELS);
        }
        for (String level : levels) {
            checkLevel("stream name", level);
        }
        String last = levels[levels.length - 1];
        if (RESERVED_LAST_LEVELS.contains(last)) {
            throw new BadNameException("stream name must not end in /" + last);
        }
        for (String ending : RESERVED_ENDINGS) {
            if (last.endsWith(ending)) {
                throw new BadNameException("stream name must not end in " + ending);
            }
        }
        return new StreamKey(app, name);
    }

    private static void checkLevel(String what, String level) throws BadNameException {
        if (level.isEmpty()) {
            throw new BadNameException(what + " has an empty level");
        }
        if (level.length() > MAX_LEVEL_CHARS) {
            throw new BadNameException(what + " has a level of " + level.length()
                    + " characters, at most " + MAX_LEVEL_CHARS);
        }
        if (level.equals(".") || level.equals("..")) {
            throw new BadNameException(what + " must not have a level . or ..");
        }
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '-' || c == '_' || c == '.';
            if (!ok) {
                throw new BadNameException(what + " has a character that is not allowed: "
                        + "letters, digits, '-', '_' and '.' are");
            }
        }
    }

    /// `app/name`, as in every URL.
    @Override
    public String toString() {
        return app + "/" + name;
    }
}
