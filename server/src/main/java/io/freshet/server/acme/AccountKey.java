package io.freshet.server.acme;

import io.freshet.net.tls.PrivateFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The key by which the authority knows us: ECDSA on P-256.
///
/// Spec: RFC 7517; RFC 7518, 3.4 and 6.2; RFC 7638.
///
/// Threading: immutable.
final class AccountKey {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE_BYTES = 32;

    private final KeyPair pair;

    private AccountKey(KeyPair pair) {
        this.pair = pair;
    }

    /// Reads the one in `file`, or makes one and keeps it there.
    static AccountKey in(Path file, SecureRandom random) throws IOException {
        try {
            if (Files.exists(file)) {
                String[] lines = Files.readString(file).strip().split("\\s+");
                if (lines.length != 2) {
                    throw broken(file);
                }
                KeyFactory factory = KeyFactory.getInstance("EC");
                return new AccountKey(new KeyPair(
                        factory.generatePublic(new X509EncodedKeySpec(
                                Base64.getDecoder().decode(lines[1]))),
                        factory.generatePrivate(new PKCS8EncodedKeySpec(
                                Base64.getDecoder().decode(lines[0])))));
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair made = generator.generateKeyPair();
            Base64.Encoder encoder = Base64.getEncoder();
            PrivateFile.write(file, encoder.encodeToString(made.getPrivate().getEncoded()) + "\n"
                    + encoder.encodeToString(made.getPublic().getEncoded()) + "\n");
            return new AccountKey(made);
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            IOException told = broken(file);
            told.initCause(broken);
            throw told;
        }
    }

    private static IOException broken(Path file) {
        return new IOException(file + ": is not an account key; delete it for a new one");
    }

    /// The public half, its members in the order that the thumbprint needs.
    String jwk() {
        ECPublicKey open = (ECPublicKey) pair.getPublic();
        return "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
                + coordinate(open.getW().getAffineX()) + "\",\"y\":\""
                + coordinate(open.getW().getAffineY()) + "\"}";
    }

    private static String coordinate(BigInteger value) {
        byte[] fixed = new byte[COORDINATE_BYTES];
        byte[] bytes = value.toByteArray();
        int from = Math.max(0, bytes.length - COORDINATE_BYTES);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, fixed, COORDINATE_BYTES - length, length);
        return URL.encodeToString(fixed);
    }

    /// What a challenge's token becomes in our hands.
    String authorization(String token) {
        try {
            return token + "." + URL.encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(jwk().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /// A signed request, flattened: RFC 7515, 7.2.2.
    ///
    /// @param header  JSON of the protected header
    /// @param payload JSON, or empty to read only
    String signed(String header, String payload) {
        String first = URL.encodeToString(header.getBytes(StandardCharsets.UTF_8));
        String second = URL.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update((first + "." + second).getBytes(StandardCharsets.US_ASCII));
            return "{\"protected\":\"" + first + "\",\"payload\":\"" + second
                    + "\",\"signature\":\"" + URL.encodeToString(signer.sign()) + "\"}";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has ECDSA", impossible);
        }
    }

    /// Not the key.
    @Override
    public String toString() {
        return "AccountKey";
    }
}
