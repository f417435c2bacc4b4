package io.freshet.gateway;

import io.freshet.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How nodes know each other: both have a secret, which never travels.
///
/// `Authorization: Freshet-Node TIME.HMAC`, with TIME in ms of the Unix epoch and the HMAC-SHA-256
/// of method, target and TIME in hexadecimal. It holds for this target alone, and for [#WINDOW].
///
/// Spec: RFC 2104.
///
/// Threading: immutable.
public final class NodeSecret {

    /// Clocks of nodes differ; who hears a request may repeat it for so long, to the same end.
    private static final Duration WINDOW = Duration.ofSeconds(30);
    /// Says a refused node what time it is here, so that it can ask again.
    public static final String TIME = "Freshet-Time";

    private static final String SCHEME = "Freshet-Node ";
    private static final int SECRET_CHARS_MIN = 16;
    private static final int TIME_DIGITS_MAX = 15;

    private final SecretKeySpec key;

    /// @param secret the same on all nodes
    /// @throws IllegalArgumentException if it is too short to be one
    public NodeSecret(String secret) {
        if (secret.length() < SECRET_CHARS_MIN) {
            throw new IllegalArgumentException("a cluster secret has at least "
                    + SECRET_CHARS_MIN + " characters");
        }
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /// The value of the field `Authorization`.
    ///
    /// @param target decoded path, and the query behind a `?` if there is one
    public String sign(String method, String target, long wallMs) {
        return SCHEME + wallMs + "." + HexFormat.of().formatHex(hmac(method, target, wallMs));
    }

    /// Whether a node of ours signed that request; quick for all who do not say so.
    public boolean signed(HttpRequest request, long wallMs) {
        Optional<String> field = request.header("Authorization")
                .filter(value -> value.startsWith(SCHEME));
        return field.isPresent()
                && refusal(field, request.method(), target(request), wallMs).isEmpty();
    }

    /// What is signed of a request.
    public static String target(HttpRequest request) {
        String query = request.target().query();
        return query.isEmpty() ? request.path() : request.path() + "?" + query;
    }

    /// Why the field is not good enough, in words fit for the peer; empty if it is.
    public Optional<String> refusal(Optional<String> field, String method, String target,
            long wallMs) {
        String value = field.orElse("");
        int dot = value.indexOf('.');
        if (!value.startsWith(SCHEME) || dot < 0) {
            return Optional.of("only nodes of this cluster are served here");
        }
        String time = value.substring(SCHEME.length(), dot);
        if (!time.matches("[0-9]{1," + TIME_DIGITS_MAX + "}")) {
            return Optional.of("the signature has no time");
        }
        long ms = Long.parseLong(time);
        byte[] said = value.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        byte[] right = HexFormat.of().formatHex(hmac(method, target, ms))
                .getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(said, right)) {
            return Optional.of("the signature is wrong: have both nodes the same cluster.secret?");
        }
        return Math.abs(wallMs - ms) > WINDOW.toMillis()
                ? Optional.of("the clocks of the nodes differ by more than "
                        + WINDOW.toSeconds() + " s") : Optional.empty();
    }

    private byte[] hmac(String method, String target, long wallMs) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal((method + "\n" + target + "\n" + wallMs)
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", impossible);
        }
    }
}
