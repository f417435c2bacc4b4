package io.freshet.control.access.token;

import java.util.Base64;

/// With what an app's playback tokens are signed.
///
/// @param id        the `kid` of JWTs, and the key in short tokens
/// @param name      what the operator calls it
/// @param material  of a secret its base64url; of Ed25519 the 32 bytes of the public key; else a
///                  URL
/// @param isPrivate whether the URL may lead to a private address
public record SigningKey(String id, String name, Kind kind, String material, boolean isPrivate,
        long createdMs, String createdBy) {

    public enum Kind {
        /// Shared with the customer's servers: HS256 and short tokens.
        SECRET,
        /// The customer keeps the private key: EdDSA.
        ED25519,
        /// The customer publishes keys at a URL: EdDSA, ES256, RS256.
        JWKS
    }

    /// The bytes of a secret or of a public key.
    public byte[] bytes() {
        return Base64.getUrlDecoder().decode(material);
    }

    /// Not the material.
    @Override
    public String toString() {
        return "SigningKey " + id + " " + kind;
    }
}
