package io.freshet.control.hooks;

import io.freshet.control.api.Digests;
import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Signs what a webhook carries, so that its receiver knows who sent it and when.
///
/// The signature covers `ID.SECONDS.BODY` with HMAC-SHA256. A receiver refuses what is older than
/// some minutes, and what it has seen the id of.
///
/// Spec: Standard Webhooks 1.0.0, "Signature scheme".
///
/// Threading: stateless.
public final class HookSignature {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;

    private HookSignature() {
    }

    /// A secret to share with a receiver: `whsec_` and base64.
    public static String newSecret(RandomGenerator random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /// The three header fields of one request.
    ///
    /// @param id         names the event: the same each time it is sent again
    /// @param timestampS Unix seconds of this attempt
    public static Map<String, String> headers(String secret, String id, long timestampS,
            Bytes body) {
        return Map.of(ID, id, TIMESTAMP, Long.toString(timestampS),
                SIGNATURE, "v1," + sign(secret, id, Long.toString(timestampS), body));
    }

    /// Whether a request with these fields is one of ours, whatever its age.
    ///
    /// @param signatures as in the header field: one or more, with spaces between
    static boolean verifies(String secret, String id, String timestampS, Bytes body,
            String signatures) {
        byte[] wanted = ("v1," + sign(secret, id, timestampS, body))
                .getBytes(StandardCharsets.US_ASCII);
        boolean good = false;
        for (String each : signatures.split(" ", 8)) {
            good |= MessageDigest.isEqual(wanted, each.getBytes(StandardCharsets.UTF_8));
        }
        return good;
    }

    private static String sign(String secret, String id, String timestampS, Bytes body) {
        return Base64.getEncoder().encodeToString(Digests.hmacSha256(keyOf(secret),
                (id + "." + timestampS + ".").getBytes(StandardCharsets.UTF_8), body.toArray()));
    }

    /// A secret that an operator typed may be no base64; then its own bytes are the key.
    private static byte[] keyOf(String secret) {
        if (secret.startsWith(PREFIX)) {
            try {
                return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            } catch (IllegalArgumentException _) {
                return secret.getBytes(StandardCharsets.UTF_8);
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
