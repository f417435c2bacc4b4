package io.freshet.gateway.hls;

import io.freshet.live.LiveStream;
import io.freshet.live.Loop;
import io.freshet.live.StreamEvents;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Packages every stream of the apps that have HLS, from its first signal on.
///
/// Threading: shared; the map is concurrent, each channel says.
public final class HlsDesk implements StreamEvents {

    /// A playlist stays so long after the end of its stream: players fetch the last segments.
    private static final long FAREWELL_NS = 60_000_000_000L;

    private final Function<String, Optional<PackagingOptions>> apps;
    private final Clock clock;
    private final Sessions sessions;
    private final ConcurrentHashMap<StreamKey, HlsChannel> channels = new ConcurrentHashMap<>();

    /// @param apps     how an app's streams are packaged; nothing if it has no HLS
    /// @param sessions of all who watch
    public HlsDesk(Function<String, Optional<PackagingOptions>> apps, Clock clock,
            Sessions sessions) {
        this.sessions = sessions;
        this.clock = clock;
        this.apps = apps;
    }

    @Override
    public void opened(LiveStream stream) {
        apps.apply(stream.key().app()).ifPresent(options -> {
            HlsChannel channel = new HlsChannel(stream, options, clock, sessions);
            HlsChannel old = channels.put(stream.key(), channel);
            if (old != null) {
                old.close();
            }
            channel.open();
        });
    }

    @Override
    public void ended(LiveStream stream) {
        HlsChannel channel = channels.get(stream.key());
        if (channel != null && channel.stream() == stream) {
            Loop loop = stream.owner();
            loop.schedule(() -> forget(channel), FAREWELL_NS);
        }
    }

    private void forget(HlsChannel channel) {
        if (channels.remove(channel.stream().key(), channel)) {
            channel.close();
        }
    }

    /// Lets go at once of streams that have ended: their memory is wanted.
    public void forgetEnded() {
        channels.values().stream().filter(HlsChannel::isOver).forEach(this::forget);
    }

    /// Makes the stream's playlists and segments anew out of what is still known of it.
    ///
    /// @return whether there are any
    public boolean rebuild(StreamKey key) {
        Optional<HlsChannel> channel = find(key);
        channel.ifPresent(HlsChannel::rebuild);
        return channel.isPresent();
    }

    /// The channel of that stream, for a minute beyond its end.
    Optional<HlsChannel> find(StreamKey key) {
        return Optional.ofNullable(channels.get(key));
    }
}
