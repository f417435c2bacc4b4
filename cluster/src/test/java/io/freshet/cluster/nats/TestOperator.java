package io.freshet.cluster.nats;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/// Who runs a NATS with accounts: makes what `nsc` makes, one operator, one account and one user.
///
/// Threading: confined to the test.
///
/// Spec: NATS ADR-14; nats-io/nkeys
final class TestOperator {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int OPERATOR = 14 << 3;
    private static final int ACCOUNT = 0;
    private static final int USER = 20 << 3;
    private static final int SEED = 18 << 3;
    private static final int RAW_BYTES = 32;

    private final KeyPair operator;
    private final KeyPair system;
    private final KeyPair account;
    private final KeyPair user;

    TestOperator() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        this.operator = generator.generateKeyPair();
        this.system = generator.generateKeyPair();
        this.account = generator.generateKeyPair();
        this.user = generator.generateKeyPair();
    }

    /// For a server's configuration.
    String accounts() throws GeneralSecurityException {
        return """
                operator: %s
                system_account: %s
                resolver: MEMORY
                resolver_preload: { %s, %s }
                """.formatted(jwt("operator", operator, OPERATOR, name(operator, OPERATOR), ""),
                name(system, ACCOUNT), account(system, ""), account(account, """
                , "mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1"""));
    }

    private String account(KeyPair pair, String more) throws GeneralSecurityException {
        String name = name(pair, ACCOUNT);
        return name + ": " + jwt("account", operator, OPERATOR, name, """
                , "limits": {"subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1,
                "wildcards": true, "conn": -1, "leaf": -1%s}""".formatted(more));
    }

    /// Writes what a user is given.
    void credentials(Path file) throws Exception {
        byte[] raw = user.getPrivate().getEncoded();
        String seed = text(seedOf(USER),
                Arrays.copyOfRange(raw, raw.length - RAW_BYTES, raw.length));
        Files.writeString(file, """
                -----BEGIN NATS USER JWT-----
                %s
                ------END NATS USER JWT------

                ************************* IMPORTANT *************************
                NKEY Seed printed below can be used to sign and prove identity.

                -----BEGIN USER NKEY SEED-----
                %s
                ------END USER NKEY SEED------
                """.formatted(jwt("user", account, ACCOUNT, name(user, USER),
                ", \"subs\": -1, \"data\": -1, \"payload\": -1"), seed));
    }

    /// Two prefixes of five bits each, the other one's in two pieces.
    private static byte[] seedOf(int kind) {
        return new byte[] {(byte) (SEED | kind >> 5), (byte) ((kind & 31) << 3)};
    }

    private static String jwt(String type, KeyPair issuer, int kind, String subject, String more)
            throws GeneralSecurityException {
        String body = part("""
                {"jti": "x", "iat": 1700000000, "iss": "%s", "name": "test", "sub": "%s",
                "nats": {"type": "%s", "version": 2%s}}
                """.formatted(name(issuer, kind), subject, type, more));
        String signed = part("{\"typ\": \"JWT\", \"alg\": \"ed25519-nkey\"}") + "." + body;
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(issuer.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(signature.sign());
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(KeyPair pair, int kind) {
        byte[] raw = pair.getPublic().getEncoded();
        return text(new byte[] {(byte) kind},
                Arrays.copyOfRange(raw, raw.length - RAW_BYTES, raw.length));
    }

    private static String text(byte[] prefix, byte[] key) {
        byte[] all = Arrays.copyOf(prefix, prefix.length + key.length + 2);
        System.arraycopy(key, 0, all, prefix.length, key.length);
        int crc = crc(all);
        all[all.length - 2] = (byte) crc;
        all[all.length - 1] = (byte) (crc >> 8);
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte each : all) {
            held = held << 8 | each & 0xFF;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt(held >> bits - 5 & 31));
            }
            held &= (1 << bits) - 1;
        }
        return bits == 0 ? text.toString()
                : text.append(BASE32.charAt(held << 5 - bits & 31)).toString();
    }

    private static int crc(byte[] all) {
        int crc = 0;
        for (int i = 0; i < all.length - 2; i++) {
            crc ^= (all[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        return crc & 0xFFFF;
    }
}
