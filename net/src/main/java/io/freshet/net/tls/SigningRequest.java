package io.freshet.net.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/// What a certificate authority signs: names, and a new P-256 key that they shall belong to.
///
/// Spec: RFC 2986, 4; RFC 2985, 5.4.2; RFC 5280, 4.2.1.6.
public final class SigningRequest {

    private final byte[] der;
    private final String key;

    private SigningRequest(byte[] der, String key) {
        this.der = der;
        this.key = key;
    }

    /// @param names DNS names, at least one
    public static SigningRequest make(List<String> names, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] extensions = Der.sequence(Der.sequence(Der.oid(2, 5, 29, 17),
                    Der.octets(SelfMadeCertificate.alternativeNames(names))));
            byte[] attribute = Der.sequence(Der.oid(1, 2, 840, 113549, 1, 9, 14),
                    Der.set(extensions));
            // The names are in the extension alone: authorities ignore a subject or refuse it.
            byte[] body = Der.sequence(Der.integer((byte) 0), Der.sequence(),
                    pair.getPublic().getEncoded(), Der.tagged(0xA0, attribute));
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate(), random);
            signer.update(body);
            byte[] whole = Der.sequence(body, SelfMadeCertificate.ECDSA_SHA256,
                    Der.bits(signer.sign()));
            return new SigningRequest(whole, SelfMadeCertificate.pem("PRIVATE KEY",
                    pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has P-256", impossible);
        }
    }

    /// PKCS #10 in DER.
    public byte[] der() {
        return der.clone();
    }

    /// The private key in PEM; never log it.
    public String key() {
        return key;
    }
}
