package io.freshet.server.healing;

import io.freshet.gateway.relay.Workshop;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What of this node can be restarted.
///
/// Threading: shared; what it calls may block.
///
/// @param all        streams of this node
/// @param packager   makes a stream's playlists and segments anew; false if there are none
/// @param relay      fetches a stream anew; false if it is not fetched
/// @param listener   opens a listener's port anew
/// @param packagedIn whether streams of an app have HLS
public record Parts(Supplier<Collection<LiveStream>> all, Predicate<StreamKey> packager,
        Predicate<StreamKey> relay, Rebinding listener, Predicate<String> packagedIn)
        implements Workshop {

    /// Opens ports anew.
    @FunctionalInterface
    public interface Rebinding {

        /// @param key of the settings, as `http.listen`; empty for all that are on
        /// @return those that were, in words; empty if there is none of that key
        String rebind(String key) throws IOException;
    }

    @Override
    public List<String> streams() {
        return all.get().stream().map(this::line).toList();
    }

    private String line(LiveStream stream) {
        StreamReport report = stream.lastReport();
        return new Carried(stream.key().toString(), report.state() == StreamReport.State.LIVE,
                stream.standing().leads(), stream.audience().watching(), report.framesIn(),
                packagedIn.test(stream.key().app())).line();
    }

    @Override
    public String restart(String part, String name) {
        try {
            return switch (part) {
                case "packager" -> done(packager.test(key(name)), "packages " + name + " anew");
                case "relay" -> done(relay.test(key(name)), "fetches " + name + " anew");
                case "listener" -> listener.rebind(name);
                default -> "";
            };
        } catch (BadNameException | IOException failed) {
            return part.toLowerCase(Locale.ROOT) + ": " + failed.getMessage();
        }
    }

    private static String done(boolean was, String what) {
        return was ? what : "";
    }

    private static StreamKey key(String name) throws BadNameException {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new BadNameException("a stream is APP/NAME");
        }
        return StreamKey.of(name.substring(0, slash), name.substring(slash + 1));
    }
}
