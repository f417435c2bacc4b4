package io.freshet.control.access.token;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.media.Bytes;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The public keys that a customer publishes.
///
/// Secret keys in it are passed over: what everybody can read signs nothing. So are keys for
/// encryption and those of kinds that no algorithm of ours takes.
///
/// Spec: RFC 7517, 4 and 5; RFC 7518, 6; RFC 8037, 2.
record KeySet(List<Entry> keys) {

    static final KeySet NONE = new KeySet(List.of());

    /// @param keyId `kid`; empty if it has none
    record Entry(String keyId, PublicKey key) {
    }

    private static final int KEYS_MAX = 50;

    KeySet {
        keys = List.copyOf(keys);
    }

    /// @throws ApiProblem if it is no key set
    public static KeySet parse(Bytes text) throws ApiProblem {
        List<Entry> keys = new ArrayList<>();
        List<Body> all = Body.parse(text).objects("keys");
        if (all.size() > KEYS_MAX) {
            throw new ApiProblem(400, "the key set has more than " + KEYS_MAX + " keys");
        }
        for (Body each : all) {
            if (each.optionalText("use").orElse("sig").equals("sig")) {
                Optional<PublicKey> key = key(each);
                if (key.isPresent()) {
                    keys.add(new Entry(each.optionalText("kid").orElse(""), key.get()));
                }
            }
        }
        return new KeySet(keys);
    }

    private static Optional<PublicKey> key(Body key) throws ApiProblem {
        String form = key.text("kty") + " " + key.optionalText("crv").orElse("");
        try {
            return switch (form) {
                case "OKP Ed25519" -> Optional.of(Signatures.ed25519(bytes(key, "x")));
                case "EC P-256" -> Optional.of(Signatures.p256(bytes(key, "x"), bytes(key, "y")));
                case "RSA " -> Optional.of(Signatures.rsa(bytes(key, "n"), bytes(key, "e")));
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(Body key, String name) throws ApiProblem {
        return Base64.getUrlDecoder().decode(key.text(name));
    }

    /// Those that may have signed the token.
    public List<PublicKey> of(Jwt token) {
        return keys.stream().filter(each -> token.keyId().map(each.keyId()::equals).orElse(true))
                .map(Entry::key).toList();
    }
}
