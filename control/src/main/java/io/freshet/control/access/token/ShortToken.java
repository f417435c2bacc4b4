package io.freshet.control.access.token;

import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.api.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A playback token that a shell script can make, short enough for any URL.
///
///     f1.KEY.CLAIMS.MAC
///
///     CLAIMS  base64url of e=1767225600&s=school/**&a=192.0.2.0/24&n=2&u=alice
///             e: Unix seconds until which it is good; s: streams; the others may be left out:
///             a: address or range; n: viewers at a time; u: user
///     MAC     base64url of the first 16 bytes of HMAC-SHA256 over f1.KEY.CLAIMS
///
/// Spec: docs/playback-tokens.md.
///
/// @param keyId  which key signed it
/// @param signed what the code covers
/// @param claims what it grants, if the code is right
/// @param code   as it came
public record ShortToken(String keyId, String signed, PlayClaims claims, String code) {

    static final String PREFIX = "f1.";

    private static final int CHARS_MAX = 600;
    private static final int CODE_BYTES = 16;
    private static final Pattern FORM = Pattern.compile(
            "f1\\.[a-z0-9]{4,32}\\.[A-Za-z0-9_-]{1,500}\\.[A-Za-z0-9_-]{22}");
    private static final Pattern EXPIRY = Pattern.compile("[1-9][0-9]{0,10}");
    private static final Pattern VIEWERS = Pattern.compile("[1-9][0-9]{0,6}");

    public static ShortToken parse(String text) throws BadTokenException {
        if (text.length() > CHARS_MAX || !FORM.matcher(text).matches()) {
            throw new BadTokenException("form");
        }
        int first = text.indexOf('.', PREFIX.length());
        int last = text.lastIndexOf('.');
        byte[] claims;
        try {
            claims = Base64.getUrlDecoder().decode(text.substring(first + 1, last));
        } catch (IllegalArgumentException _) {
            throw new BadTokenException("base64");
        }
        for (byte b : claims) {
            if (b <= ' ' || b == 127) {
                throw new BadTokenException("character");
            }
        }
        return new ShortToken(text.substring(PREFIX.length(), first), text.substring(0, last),
                claims(new String(claims, StandardCharsets.US_ASCII)), text.substring(last + 1));
    }

    private static PlayClaims claims(String text) throws BadTokenException {
        Map<String, String> all = new HashMap<>();
        for (String pair : text.split("&", 8)) {
            int equals = pair.indexOf('=');
            if (equals != 1 || "esanu".indexOf(pair.charAt(0)) < 0
                    || all.put(pair.substring(0, 1), pair.substring(2)) != null) {
                throw new BadTokenException("claim");
            }
        }
        String expiry = all.getOrDefault("e", "");
        String viewers = all.getOrDefault("n", "0");
        if (!EXPIRY.matcher(expiry).matches()
                || all.containsKey("n") && !VIEWERS.matcher(viewers).matches()) {
            throw new BadTokenException("number");
        }
        try {
            Optional<AddressRange> address = all.containsKey("a")
                    ? Optional.of(AddressRange.parse(all.get("a"))) : Optional.empty();
            return PlayClaims.checked(new PlayClaims(
                    StreamPattern.parse(all.getOrDefault("s", "")),
                    Long.parseLong(expiry) * 1000, 0, address, Integer.parseInt(viewers),
                    all.getOrDefault("u", "")));
        } catch (BadRuleException bad) {
            throw new BadTokenException("pattern or address");
        }
    }

    /// Makes one.
    public static String sign(String keyId, byte[] secret, PlayClaims claims) {
        StringBuilder text = new StringBuilder("e=").append(claims.expiresMs() / 1000)
                .append("&s=").append(claims.stream());
        claims.address().ifPresent(address -> text.append("&a=").append(address));
        if (claims.viewers() > 0) {
            text.append("&n=").append(claims.viewers());
        }
        if (!claims.user().isEmpty()) {
            text.append("&u=").append(claims.user());
        }
        String signed = PREFIX + keyId + "." + base64(text.toString()
                .getBytes(StandardCharsets.US_ASCII));
        return signed + "." + code(secret, signed);
    }

    /// Whether the key made it.
    public boolean isSignedBy(byte[] secret) {
        return Digests.same(code(secret, signed), code);
    }

    private static String code(byte[] secret, String signed) {
        byte[] whole = Digests.hmacSha256(secret, signed.getBytes(StandardCharsets.US_ASCII));
        return base64(Arrays.copyOf(whole, CODE_BYTES));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Not the code.
    @Override
    public String toString() {
        return "ShortToken " + keyId + " " + claims;
    }
}
