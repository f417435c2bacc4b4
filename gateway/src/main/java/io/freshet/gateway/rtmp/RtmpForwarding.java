package io.freshet.gateway.rtmp;

import io.freshet.gateway.NodeSecret;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.live.session.Peer;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.TcpClient;
import io.freshet.protocol.rtmp.StreamParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Sends on to another node what encoders publish here that cannot be asked to go there.
///
/// The other node decides as if the encoder had come to it: it gets all parameters, and the
/// encoder's address in a word that the cluster's secret signs. What was forwarded once is not
/// forwarded again.
///
/// Threading: shared.
///
/// @param client connects to other nodes
/// @param secret by which nodes know each other
/// @param clock  dates what is signed
public record RtmpForwarding(TcpClient client, NodeSecret secret, Clock clock) {

    /// The encoder's address.
    static final String ADDRESS = "forwarded-for";
    /// The signature of the node that forwards.
    static final String SIGNATURE = "forwarded-by";
    private static final String METHOD = "PUBLISH";

    /// The name with all parameters, signed.
    String name(StreamKey key, StreamParameters parameters, Peer peer) {
        StringBuilder name = new StringBuilder(key.name()).append('?');
        parameters.all().forEach((word, value) ->
                name.append(escaped(word)).append('=').append(escaped(value)).append('&'));
        return name.append(ADDRESS).append('=').append(escaped(peer.address())).append('&')
                .append(SIGNATURE).append('=').append(escaped(secret.sign(METHOD,
                        target(key, peer.address()), clock.wallMs()))).toString();
    }

    /// Spaces as `%20`: in a stream's name a plus is a plus.
    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String target(StreamKey key, String address) {
        return key + " " + address;
    }

    /// Whether a node sends this on, or says so.
    static boolean isForwarded(StreamParameters parameters) {
        return parameters.value(SIGNATURE).isPresent();
    }

    /// What the encoder asks behind a node that sends it on; empty if it is not signed well.
    ///
    /// @param came from that node
    Optional<Request> behind(Request came) {
        Map<String, String> own = new HashMap<>(came.parameters());
        String address = Objects.requireNonNullElse(own.remove(ADDRESS), "");
        Optional<String> signature = Optional.ofNullable(own.remove(SIGNATURE));
        if (secret.refusal(signature, METHOD, target(came.key(), address), clock.wallMs())
                .isPresent()) {
            return Optional.empty();
        }
        Peer node = came.peer();
        return Optional.of(new Request(came.action(), came.key(), came.protocol(), own,
                new Peer(address, false, node.secure(), node.userAgent(), node.referer(),
                        node.origin())));
    }
}
