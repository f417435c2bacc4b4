package io.freshet.protocol.rtmp;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which stream a client means, and the parameters that it sent along.
///
///     tcUrl rtmp://host/live/room?token=1, app live/room?token=1, name camera?key=2
///     is stream live/room/camera with key=2 and token=1
///
/// @param key        app and name
/// @param parameters the name's, then the app's, then the tcUrl's; the first of equal names counts
record StreamTarget(StreamKey key, StreamParameters parameters) {

    /// What Flash Media Server calls the instance of an app that has only one.
    private static final String DEFAULT_INSTANCE = "_definst_";

    /// @throws BadNameException with a message for the peer
    static StreamTarget of(RtmpConnect connect, String name) throws BadNameException {
        List<String> levels = new ArrayList<>(
                Arrays.asList(Queries.path(connect.app()).split("/")));
        levels.removeIf(level -> level.isEmpty() || level.equals(DEFAULT_INSTANCE));
        if (levels.isEmpty()) {
            throw new BadNameException("the address names no app");
        }
        String app = levels.removeFirst();
        levels.add(Queries.path(name));
        return new StreamTarget(StreamKey.of(app, String.join("/", levels)),
                StreamParameters.parse(Queries.query(name), Queries.query(connect.app()),
                        Queries.query(connect.tcUrl())));
    }
}
