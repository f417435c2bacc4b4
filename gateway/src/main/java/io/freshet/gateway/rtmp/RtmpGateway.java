package io.freshet.gateway.rtmp;

import io.freshet.gateway.Admission;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.live.AccessPolicy;
import io.freshet.live.PublishPlacement;
import io.freshet.live.StreamResolver;
import io.freshet.live.Streams;
import io.freshet.live.session.Sessions;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpAccept;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Takes RTMP connections: give it to a TCP server, with or without TLS.
///
/// Threading: immutable.
///
/// @param streams       where publishers go
/// @param cluster       where else streams are watched and published
/// @param policy        who may publish and play
/// @param sessions      of all who publish and watch
/// @param admission     for which viewers there is room
/// @param fanouts       those of a loop
/// @param options       bounds of a session
/// @param publisherIdle a publisher that sends no media for so long is closed
public record RtmpGateway(Streams streams, Cluster cluster, AccessPolicy policy, Sessions sessions,
        Admission admission, Function<NetLoop, Fanouts> fanouts, RtmpOptions options,
        Duration publisherIdle) implements TcpAccept {

    /// What other nodes have to do with it.
    ///
    /// @param resolver   where a stream can be watched
    /// @param placement  where one may be published
    /// @param forwarding sends on what is published here and belongs there
    public record Cluster(StreamResolver resolver, PublishPlacement placement,
            Optional<RtmpForwarding> forwarding) {

        /// One node alone.
        public static Cluster none(Streams streams) {
            return new Cluster(StreamResolver.local(streams), PublishPlacement.here(),
                    Optional.empty());
        }
    }

    /// What every app takes and gives: these are the codecs that the FLV muxer knows.
    static final RtmpCapabilities CAPABILITIES = new RtmpCapabilities(
            List.of("avc1", "hvc1", "av01", "vp09"),
            List.of("mp4a", "Opus", "fLaC", "ac-3", "ec-3", ".mp3"),
            RtmpCapabilities.RECONNECT | RtmpCapabilities.MULTITRACK | RtmpCapabilities.MOD_EX
                    | RtmpCapabilities.TIMESTAMP_NANO_OFFSET);

    @Override
    public TcpHandler accepted(TcpConnection connection) {
        return new RtmpConnection(this, connection);
    }
}
