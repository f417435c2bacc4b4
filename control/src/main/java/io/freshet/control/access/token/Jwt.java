package io.freshet.control.access.token;

import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A playback token as a JSON Web Token.
///
/// Read by hand and strictly: what a library would forgive, an attacker would use. Keys that come
/// with the token, other places to fetch keys from, critical extensions, nested tokens and equal
/// names are refused; `none` is no algorithm.
///
/// Spec: RFC 7515, 4.1 and 7.1; RFC 7519, 4.1; RFC 8725, 3.
///
/// @param algorithm HS256, EdDSA, ES256 or RS256; which of them the key takes says the key
/// @param keyId     header `kid`
/// @param claims    what it grants, if the signature is right
/// @param signed    what the signature covers
/// @param signature as it came
public record Jwt(String algorithm, Optional<String> keyId, PlayClaims claims, Bytes signed,
        Bytes signature) {

    /// A token of an identity provider with a dozen claims has some 1 200 characters.
    static final int CHARS_MAX = 2000;

    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]{4,}");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._~=-]{1,128}");
    private static final Set<String> ALGORITHMS = Set.of("HS256", "EdDSA", "Ed25519", "ES256",
            "RS256");
    private static final List<String> REFUSED_HEADERS = List.of("crit", "jku", "jwk", "x5u", "x5c",
            "b64", "zip", "cty", "enc");
    private static final String AUDIENCE = "freshet";
    /// A number of seconds beyond this is in milliseconds, or nonsense.
    private static final double SECONDS_MAX = 99_999_999_999.0;

    public static Jwt parse(String text) throws BadTokenException {
        if (text.length() > CHARS_MAX || !FORM.matcher(text).matches()) {
            throw new BadTokenException("form");
        }
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        try {
            Body header = Body.parse(decoded(text.substring(0, first)));
            Body claims = Body.parse(decoded(text.substring(first + 1, last)));
            return new Jwt(algorithm(header), keyId(header), claims(claims),
                    Bytes.wrap(text.substring(0, last).getBytes(StandardCharsets.US_ASCII)),
                    decoded(text.substring(last + 1)));
        } catch (ApiProblem | BadRuleException bad) {
            throw new BadTokenException(String.valueOf(bad.getMessage()));
        }
    }

    private static Bytes decoded(String text) throws BadTokenException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // One token has one form: no bits may hang over.
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                throw new BadTokenException("base64");
            }
            return Bytes.wrap(bytes);
        } catch (IllegalArgumentException _) {
            throw new BadTokenException("base64");
        }
    }

    private static String algorithm(Body header) throws ApiProblem, BadTokenException {
        for (String name : REFUSED_HEADERS) {
            if (header.has(name)) {
                throw new BadTokenException("header " + name);
            }
        }
        String type = header.optionalText("typ").orElse("JWT");
        if (!type.equalsIgnoreCase("JWT")) {
            throw new BadTokenException("type");
        }
        String algorithm = header.text("alg");
        if (!ALGORITHMS.contains(algorithm)) {
            throw new BadTokenException("algorithm");
        }
        return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
    }

    private static Optional<String> keyId(Body header) throws ApiProblem, BadTokenException {
        Optional<String> keyId = header.optionalText("kid");
        if (keyId.isPresent() && !KEY_ID.matcher(keyId.get()).matches()) {
            throw new BadTokenException("kid");
        }
        return keyId;
    }

    private static PlayClaims claims(Body claims)
            throws ApiProblem, BadTokenException, BadRuleException {
        if (claims.has("aud") && !audience(claims).contains(AUDIENCE)) {
            throw new BadTokenException("audience");
        }
        Optional<String> address = claims.optionalText("address");
        long viewers = claims.optionalNumber("viewers").orElse(0L);
        if (viewers != (int) viewers) {
            throw new BadTokenException("number of viewers");
        }
        return PlayClaims.checked(new PlayClaims(StreamPattern.parse(claims.text("stream")),
                timeMs(claims, "exp").orElseThrow(() -> new BadTokenException("no expiry")),
                timeMs(claims, "nbf").orElse(0L),
                address.isEmpty() ? Optional.empty()
                        : Optional.of(AddressRange.parse(address.get())),
                (int) viewers, claims.optionalText("sub").orElse("")));
    }

    private static List<String> audience(Body claims) throws ApiProblem {
        try {
            return claims.optionalText("aud").map(List::of).orElse(List.of());
        } catch (ApiProblem _) {
            return claims.texts("aud");
        }
    }

    private static Optional<Long> timeMs(Body claims, String name)
            throws ApiProblem, BadTokenException {
        Optional<Double> seconds = claims.optionalFraction(name);
        if (seconds.isPresent() && !(seconds.get() >= 0 && seconds.get() <= SECONDS_MAX)) {
            throw new BadTokenException(name);
        }
        return seconds.map(value -> (long) (value * 1000));
    }

    /// Not the signature.
    @Override
    public String toString() {
        return "Jwt " + algorithm + " " + claims;
    }
}
