package io.freshet.tools.chaos;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What nodes know each other by.
///
/// Spec: docs/relay.md, Who may read
///
/// @param secret of the cluster
record NodeSignature(String secret) {

    /// The value of `Authorization` for a GET.
    ///
    /// @param target path and query
    String of(String target, long wallMs) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "Freshet-Node " + wallMs + "." + HexFormat.of().formatHex(mac.doFinal(
                    ("GET\n" + target + "\n" + wallMs).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "NodeSignature";
    }
}
