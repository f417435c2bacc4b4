package io.freshet.control.access.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.control.access.AccessFixture;
import io.freshet.control.access.AccessFixture.Claims;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.api.Digests;
import io.freshet.live.AccessPolicy.Decision;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Tokens made by another library are taken, and everything that was ever tried against tokens gets
/// the same answer as no token at all.
final class TokenAttackTest {

    private static final String SECRET_ID = "secretaa";
    private static final String ED_ID = "edwardsa";
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef"
            .getBytes(StandardCharsets.US_ASCII);

    private final KeyPair edwards;
    private final AccessFixture access = new AccessFixture();

    TokenAttackTest() throws Exception {
        edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        access.rules(List.of(key(SECRET_ID, SigningKey.Kind.SECRET, base64(SECRET)),
                key(ED_ID, SigningKey.Kind.ED25519, base64(raw()))));
    }

    private byte[] raw() {
        return Signatures.raw(edwards.getPublic()).toArray();
    }

    private static SigningKey key(String id, SigningKey.Kind kind, String material) {
        return new SigningKey(id, "test", kind, material, false, 0, "admin");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- making them

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().claim("stream", "school/**").subject("alice")
                .expirationTime(Date.from(Instant.ofEpochMilli(access.clock.wallMs() + 60_000)));
    }

    private static String hs256(byte[] secret, JWTClaimsSet claims, String kid)
            throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid)
                .build(), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    /// Signs whatever it is told with the right secret.
    private static String forged(String header, String payload) {
        String signed = base64(header) + "." + base64(payload);
        return signed + "." + base64(Digests.hmacSha256(SECRET,
                signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private String payload() {
        return "{\"stream\":\"school/**\",\"exp\":" + (access.clock.wallMs() / 1000 + 60) + "}";
    }

    private String withHeader(String header) {
        return forged(header, payload());
    }

    private static String withPayload(String payload) {
        return forged("{\"alg\":\"HS256\",\"kid\":\"" + SECRET_ID + "\"}", payload);
    }

    private String eddsa(String header, KeyPair pair) throws Exception {
        String signed = base64(header) + "." + base64(payload());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private String shortToken(Claims claims) throws BadRuleException {
        return ShortToken.sign(SECRET_ID, SECRET, claims.read());
    }

    // ---- good ones

    @Test
    void takesTokensOfAnotherLibrary() throws Exception {
        assertThat(access.play("school/room", hs256(SECRET, claims().audience("freshet").build(),
                SECRET_ID)).terms().user()).isEqualTo("alice");
        assertThat(access.play("school/room", hs256(SECRET, claims().build(), null)).allowed())
                .isTrue();
        assertThat(access.play("school/room", eddsa("{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\""
                + ED_ID + "\"}", edwards)).allowed()).isTrue();
        assertThat(access.play("school/room", eddsa("{\"alg\":\"Ed25519\"}", edwards)).allowed())
                .isTrue();
    }

    @Test
    void takesOurOwn() throws Exception {
        Claims good = new Claims("school/**", access.clock.wallMs() + 60_000);
        Decision decision = access.play("school/room", shortToken(good));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.terms().keyId()).isEqualTo(SECRET_ID);
        assertThat(access.play("school/room", JwtSigner.hs256(SECRET_ID, SECRET, good.read()))
                .allowed()).isTrue();
        assertThat(SignedJWT.parse(JwtSigner.hs256(SECRET_ID, SECRET, good.read()))
                .verify(new com.nimbusds.jose.crypto.MACVerifier(SECRET))).isTrue();
    }

    @Test
    void takesKeysThatACustomerPublishes() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair pair = rsa.generateKeyPair();
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(256);
        KeyPair point = ec.generateKeyPair();
        String set = new JWKSet(List.of(
                new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID("r")
                        .keyUse(KeyUse.SIGNATURE).build(),
                new ECKey.Builder(Curve.P_256, (ECPublicKey) point.getPublic()).keyID("e").build(),
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw())).keyID("o")
                        .build())).toString();
        KeySet keys = KeySet.parse(io.freshet.media.Bytes.wrap(
                set.getBytes(StandardCharsets.UTF_8)));
        assertThat(keys.keys()).hasSize(3);
        SignedJWT byRsa = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r")
                .build(), claims().build());
        byRsa.sign(new RSASSASigner(pair.getPrivate()));
        SignedJWT byEc = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("e")
                .build(), claims().build());
        byEc.sign(new ECDSASigner((java.security.interfaces.ECPrivateKey) point.getPrivate()));
        String byEdwards = eddsa("{\"alg\":\"EdDSA\",\"kid\":\"o\"}", edwards);
        for (String token : List.of(byRsa.serialize(), byEc.serialize(), byEdwards)) {
            Jwt read = Jwt.parse(token);
            assertThat(keys.of(read)).hasSize(1);
            assertThat(Signatures.isGood(read, keys.of(read).getFirst())).isTrue();
            Jwt other = Jwt.parse(token.substring(0, token.indexOf('.')) + "."
                    + base64("{\"stream\":\"**\",\"exp\":9999999999}")
                    + token.substring(token.lastIndexOf('.')));
            assertThat(Signatures.isGood(other, keys.of(other).getFirst())).isFalse();
        }
    }

    // ---- bad ones

    private Map<String, String> attacks() throws Exception {
        long nowS = access.clock.wallMs() / 1000;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("nothing", "");
        all.put("noise", "abc");
        all.put("alg none", base64("{\"alg\":\"none\"}") + "." + base64(payload()) + ".");
        all.put("alg none with a signature", withHeader("{\"alg\":\"none\"}"));
        all.put("alg NoNe", withHeader("{\"alg\":\"NoNe\"}"));
        all.put("alg missing", withHeader("{\"kid\":\"" + SECRET_ID + "\"}"));
        all.put("alg null", withHeader("{\"alg\":null}"));
        all.put("alg as a list", withHeader("{\"alg\":[\"HS256\"]}"));
        all.put("alg HS512", withHeader("{\"alg\":\"HS512\"}"));
        all.put("alg hs256", withHeader("{\"alg\":\"hs256\"}"));
        all.put("public key as secret", hs256(raw(), claims().build(), ED_ID));
        all.put("public key as secret, base64", hs256(base64(raw())
                .getBytes(StandardCharsets.US_ASCII), claims().build(), ED_ID));
        all.put("secret's id, EdDSA", eddsa("{\"alg\":\"EdDSA\",\"kid\":\"" + SECRET_ID + "\"}",
                edwards));
        all.put("another key pair", eddsa("{\"alg\":\"EdDSA\",\"kid\":\"" + ED_ID + "\"}",
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
        all.put("empty secret", forgedWith(new byte[1]));
        all.put("another secret", hs256("x".repeat(32).getBytes(StandardCharsets.US_ASCII),
                claims().build(), SECRET_ID));
        for (String kid : List.of("../../../../dev/null", "/etc/passwd", "x' UNION SELECT 'a",
                "https://evil.example/jwks", "x".repeat(5000), "a\\u0000b", "nobodysa", "",
                "secretaa\\n")) {
            all.put("kid " + kid.substring(0, Math.min(20, kid.length())),
                    withHeader("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}"));
        }
        all.put("kid as a number", withHeader("{\"alg\":\"HS256\",\"kid\":1}"));
        all.put("kid as an object", withHeader("{\"alg\":\"HS256\",\"kid\":{}}"));
        for (String header : List.of("\"crit\":[\"exp\"]", "\"crit\":[]", "\"b64\":false",
                "\"jku\":\"https://evil.example/\"", "\"x5u\":\"https://evil.example/\"",
                "\"x5c\":[\"MIIB\"]", "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "\"typ\":\"at+jwt\"", "\"typ\":\"JOSE\"", "\"cty\":\"JWT\"", "\"zip\":\"DEF\"")) {
            all.put("header " + header, withHeader("{\"alg\":\"HS256\"," + header + "}"));
        }
        all.put("two alg", withHeader("{\"alg\":\"HS256\",\"alg\":\"HS256\"}"));
        all.put("two exp", withPayload("{\"stream\":\"**\",\"exp\":1,\"exp\":" + (nowS + 60)
                + "}"));
        all.put("two stream", withPayload("{\"stream\":\"x\",\"stream\":\"**\",\"exp\":"
                + (nowS + 60) + "}"));
        claimAttacks(all, nowS);
        formAttacks(all);
        return all;
    }

    private String forgedWith(byte[] secret) {
        String signed = base64("{\"alg\":\"HS256\"}") + "." + base64(payload());
        return signed + "." + base64(Digests.hmacSha256(secret,
                signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void claimAttacks(Map<String, String> all, long nowS) {
        String good = "\"exp\":" + (nowS + 60);
        all.put("no expiry", withPayload("{\"stream\":\"**\"}"));
        all.put("expired", withPayload("{\"stream\":\"**\",\"exp\":" + (nowS - 1) + "}"));
        all.put("expires now", withPayload("{\"stream\":\"**\",\"exp\":" + nowS + "}"));
        all.put("expiry in milliseconds", withPayload("{\"stream\":\"**\",\"exp\":" + nowS
                + "000}"));
        all.put("expiry negative", withPayload("{\"stream\":\"**\",\"exp\":-1}"));
        all.put("expiry as text", withPayload("{\"stream\":\"**\",\"exp\":\"9999999999\"}"));
        all.put("expiry 1e400", withPayload("{\"stream\":\"**\",\"exp\":1e400}"));
        all.put("expiry NaN", withPayload("{\"stream\":\"**\",\"exp\":NaN}"));
        all.put("not yet", withPayload("{\"stream\":\"**\"," + good + ",\"nbf\":" + (nowS + 31)
                + "}"));
        all.put("no stream", withPayload("{" + good + "}"));
        all.put("another stream", withPayload("{\"stream\":\"kitchen\"," + good + "}"));
        all.put("bad pattern", withPayload("{\"stream\":\"(.*)+$\"," + good + "}"));
        all.put("another audience", withPayload("{\"stream\":\"**\",\"aud\":\"mail\"," + good
                + "}"));
        all.put("no audience of many", withPayload("{\"stream\":\"**\",\"aud\":[]," + good + "}"));
        all.put("another address", withPayload("{\"stream\":\"**\",\"address\":\"203.0.113.1\","
                + good + "}"));
        all.put("bad address", withPayload("{\"stream\":\"**\",\"address\":\"x\"," + good + "}"));
        all.put("viewers negative", withPayload("{\"stream\":\"**\",\"viewers\":-1," + good
                + "}"));
        all.put("viewers beyond int", withPayload("{\"stream\":\"**\",\"viewers\":4294967297,"
                + good + "}"));
        all.put("user with a line break", withPayload("{\"stream\":\"**\",\"sub\":\"a\\nb\","
                + good + "}"));
        all.put("payload is a list", withPayload("[1]"));
        all.put("payload is deep", withPayload("{\"a\":" + "[".repeat(300) + "]".repeat(300)
                + "," + good + "}"));
        all.put("payload and more", withPayload("{\"stream\":\"**\"," + good + "} {}"));
    }

    private void formAttacks(Map<String, String> all) throws Exception {
        String good = hs256(SECRET, claims().build(), SECRET_ID);
        all.put("five parts", good + ".a.b");
        all.put("two parts", good.substring(0, good.lastIndexOf('.')));
        all.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        all.put("padding", good + "=");
        all.put("a bit that hangs over", hangsOver(good));
        all.put("truncated signature", good.substring(0, good.length() - 4));
        all.put("too long", withPayload("{\"stream\":\"**\",\"x\":\"" + "y".repeat(3000)
                + "\",\"exp\":9999999999}"));
        String own = shortToken(new Claims("school/**", access.clock.wallMs() + 60_000));
        all.put("short, another stream", shortToken(new Claims("kitchen",
                access.clock.wallMs() + 60_000)));
        all.put("short, expired", shortToken(new Claims("**", access.clock.wallMs())));
        all.put("short, another key", own.replace(SECRET_ID, ED_ID));
        all.put("short, another address", ShortToken.sign(SECRET_ID, SECRET,
                new Claims("**", access.clock.wallMs() + 60_000).from("203.0.113.0/24")));
        all.put("short, cut", own.substring(0, own.length() - 1));
        all.put("short, changed", own.substring(0, 14) + "A" + own.substring(15));
        for (String claims : List.of("e=9999999999", "s=**", "e=9999999999&s=**&e=9999999999",
                "e=9999999999&s=**&x=1", "e=09999999999&s=**", "e=9999999999&s=**&n=0",
                "e=9999999999&s=**&u=a b", "e=9999999999&s=**&", "e=9999999999&s=**&a=")) {
            String signed = "f1." + SECRET_ID + "." + base64(claims);
            all.put("short, " + claims, signed + "." + base64(java.util.Arrays.copyOf(
                    Digests.hmacSha256(SECRET, signed.getBytes(StandardCharsets.US_ASCII)), 16)));
        }
    }

    /// 32 bytes take 43 characters, and the last has two bits that mean nothing.
    private static String hangsOver(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
    }

    @TestFactory
    Stream<DynamicTest> everyBadTokenGetsTheSameAnswer() throws Exception {
        Decision none = Decision.refused(AccessFixture.NEEDS_TOKEN);
        return attacks().entrySet().stream().map(attack -> DynamicTest.dynamicTest(
                attack.getKey(), () -> {
                    assertThat(access.play("school/room", attack.getValue())).isEqualTo(none);
                    // From the cache as well.
                    assertThat(access.play("school/room", attack.getValue())).isEqualTo(none);
                }));
    }

    @Test
    void aTokenEndsWhenItSaysAndWithItsKey() throws Exception {
        String token = shortToken(new Claims("**", access.clock.wallMs() + 60_000));
        assertThat(access.play("school/room", token).allowed()).isTrue();
        access.clock.advanceMs(59_999);
        assertThat(access.play("school/room", token).allowed()).isTrue();
        access.clock.advanceMs(1);
        assertThat(access.play("school/room", token).allowed()).isFalse();
        String next = shortToken(new Claims("**", access.clock.wallMs() + 60_000));
        assertThat(access.play("school/room", next).allowed()).isTrue();
        access.rules(List.of());
        assertThat(access.play("school/room", next).allowed()).isFalse();
    }
}
