package io.freshet.net.tls;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// A certificate that vouches for itself: ECDSA on P-256, made with the JDK alone.
///
/// Spec: RFC 5280, 4.1; RFC 5480; RFC 5758, 3.2.
///
/// @param certificate PEM
/// @param key         PEM, PKCS #8
record SelfMadeCertificate(String certificate, String key) {
    /// Apple's clients refuse certificates that are valid for longer than 825 days.
    static final Duration VALIDITY = Duration.ofDays(800);
    static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

    /// Makes a key pair and signs it for these host names and IP addresses.
    static SelfMadeCertificate make(List<String> hosts, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        byte[] body = body(hosts, now, random, pair.getPublic().getEncoded());
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate(), random);
        signer.update(body);
        byte[] whole = Der.sequence(body, ECDSA_SHA256, Der.bits(signer.sign()));
        return new SelfMadeCertificate(
                pem("CERTIFICATE", whole), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static byte[] body(
            List<String> hosts, Instant now, SecureRandom random, byte[] publicKey) {
        byte[] serial = new byte[16];
        random.nextBytes(serial);
        // Positive, and without a leading zero byte.
        serial[0] = (byte) (serial[0] & 0x3F | 0x40);
        byte[] name = Der.sequence(
                Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text("Freshet, self-made"))));
        // An hour back: clocks of clients differ.
        byte[] validity = Der.sequence(
                Der.time(now.minus(Duration.ofHours(1))), Der.time(now.plus(VALIDITY)));
        return Der.sequence(
                Der.tagged(0xA0, Der.integer((byte) 2)), Der.integer(serial), ECDSA_SHA256,
                name, validity, name, publicKey, Der.tagged(0xA3, extensions(hosts)));
    }

    private static byte[] extensions(List<String> hosts) {
        byte[] serverAuth = Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1));
        return Der.sequence(
                Der.sequence(Der.oid(2, 5, 29, 19), Der.yes(), Der.octets(Der.sequence())),
                Der.sequence(Der.oid(2, 5, 29, 37), Der.octets(serverAuth)),
                Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(alternativeNames(hosts))));
    }

    static byte[] alternativeNames(List<String> hosts) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String host : hosts) {
            boolean literal = host.indexOf(':') >= 0 || host.chars()
                    .allMatch(c -> c == '.' || c >= '0' && c <= '9');
            names.writeBytes(literal
                    ? Der.tagged(0x87, InetAddress.ofLiteral(host).getAddress())
                    : Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII)));
        }
        return Der.sequence(names.toByteArray());
    }

    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }
}
