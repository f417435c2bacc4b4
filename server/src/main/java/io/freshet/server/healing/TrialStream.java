package io.freshet.server.healing;

import io.freshet.gateway.NodeSecret;
import io.freshet.live.AccessPolicy;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.media.StreamKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The stream that is pushed to a node that was out: its name is reserved, and only who has the
/// cluster's secret may publish it.
///
/// Threading: stateless.
public final class TrialStream {

    private static final String PARAMETER = "trial";
    private static final String METHOD = "TRIAL";

    private TrialStream() {
    }

    /// With which name it is published.
    static String publishName(StreamKey key, NodeSecret secret, long wallMs) {
        return key + "?" + PARAMETER + "=" + URLEncoder.encode(secret.sign(METHOD,
                key.toString(), wallMs), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Who may publish it: nodes; and nobody may watch it but nodes, who are not asked.
    public static AccessPolicy.Decision decide(Request request, NodeSecret secret, long wallMs) {
        boolean signed = request.action() == AccessPolicy.Action.PUBLISH
                && secret.refusal(Optional.of(request.parameter(PARAMETER)), METHOD,
                        request.key().toString(), wallMs).isEmpty();
        return signed ? AccessPolicy.Decision.ALLOWED
                : AccessPolicy.Decision.refused("this name is reserved");
    }
}
