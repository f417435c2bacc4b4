package io.freshet.control.access.token;

import io.freshet.control.api.Digests;
import io.freshet.control.api.Json;
import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Makes JWTs, for customers that have a secret with us and no library.
///
/// Spec: RFC 7515, 3.1; RFC 7518, 3.2.
///
/// Threading: stateless.
public final class JwtSigner {

    private JwtSigner() {
    }

    public static String hs256(String keyId, byte[] secret, PlayClaims claims) {
        String signed = base64(Json.object(json -> {
            json.writeStringProperty("alg", "HS256");
            json.writeStringProperty("typ", "JWT");
            json.writeStringProperty("kid", keyId);
        })) + "." + base64(Json.object(json -> {
            json.writeStringProperty("aud", "freshet");
            json.writeStringProperty("stream", claims.stream().toString());
            json.writeNumberProperty("exp", claims.expiresMs() / 1000);
            claims.address().ifPresent(address ->
                    json.writeStringProperty("address", address.toString()));
            if (claims.viewers() > 0) {
                json.writeNumberProperty("viewers", claims.viewers());
            }
            if (!claims.user().isEmpty()) {
                json.writeStringProperty("sub", claims.user());
            }
        }));
        return signed + "." + base64(Bytes.wrap(Digests.hmacSha256(secret,
                signed.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String base64(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }
}
