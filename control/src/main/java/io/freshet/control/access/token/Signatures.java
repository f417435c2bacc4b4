package io.freshet.control.access.token;

import io.freshet.control.api.Digests;
import io.freshet.media.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Checks signatures of JWTs with the algorithms of the JDK.
///
/// A public key is never taken for a secret: each algorithm takes keys of its own kind alone.
///
/// Spec: RFC 7518, 3.2 to 3.4; RFC 8037, 3.1.
///
/// Threading: stateless.
public final class Signatures {

    /// SubjectPublicKeyInfo of Ed25519 up to the key's 32 bytes (RFC 8410, 4).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int ED25519_BYTES = 32;
    private static final int P256_BYTES = 32;
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 8192;

    private Signatures() {
    }

    /// Whether a secret made the signature of an HS256 token.
    public static boolean hs256(Jwt token, byte[] secret) {
        return token.algorithm().equals("HS256") && MessageDigest.isEqual(
                Digests.hmacSha256(secret, token.signed().toArray()), token.signature().toArray());
    }

    /// Whether the owner of a public key made the signature.
    public static boolean isGood(Jwt token, PublicKey key) {
        String name = switch (token.algorithm()) {
            case "EdDSA" -> key.getAlgorithm().equals("EdDSA") ? "Ed25519" : "";
            case "ES256" -> key instanceof ECPublicKey ? "SHA256withECDSAinP1363Format" : "";
            case "RS256" -> key instanceof RSAPublicKey ? "SHA256withRSA" : "";
            default -> "";
        };
        if (name.isEmpty()) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(name);
            signature.initVerify(key);
            signature.update(token.signed().buffer());
            return signature.verify(token.signature().toArray());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// @throws GeneralSecurityException if it is none
    public static PublicKey ed25519(byte[] raw) throws GeneralSecurityException {
        if (raw.length != ED25519_BYTES) {
            throw new InvalidKeySpecException("an Ed25519 key has 32 bytes");
        }
        byte[] encoded = new byte[ED25519.length + raw.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /// @throws GeneralSecurityException if the point is not on the curve
    static PublicKey p256(byte[] x, byte[] y) throws GeneralSecurityException {
        if (x.length != P256_BYTES || y.length != P256_BYTES) {
            throw new InvalidKeySpecException("coordinates of P-256 have 32 bytes");
        }
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(
                new ECPoint(new BigInteger(1, x), new BigInteger(1, y)),
                curve.getParameterSpec(ECParameterSpec.class)));
    }

    /// @throws GeneralSecurityException if it is too short or too long
    static PublicKey rsa(byte[] modulus, byte[] exponent) throws GeneralSecurityException {
        BigInteger n = new BigInteger(1, modulus);
        BigInteger e = new BigInteger(1, exponent);
        if (n.bitLength() < RSA_BITS_MIN || n.bitLength() > RSA_BITS_MAX || e.bitLength() > 64
                || e.bitLength() < 2) {
            throw new InvalidKeySpecException("an RSA key has 2048 to 8192 bits");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
    }

    /// For tests and for those who ask us to make a pair.
    public static Bytes raw(PublicKey ed25519) {
        byte[] encoded = ed25519.getEncoded();
        return Bytes.wrap(encoded).slice(encoded.length - ED25519_BYTES, ED25519_BYTES);
    }
}
