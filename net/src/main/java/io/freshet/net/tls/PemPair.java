package io.freshet.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate chain and the private key that belongs to its first, read from two PEM files, or
/// from one that holds both.
///
/// Spec: RFC 7468; RFC 5958 (PKCS #8); RFC 8017, A.1.2; RFC 5915.
///
/// @param chain the server's own certificate first
/// @param key   never log it
record PemPair(List<X509Certificate> chain, PrivateKey key) {

    /// A chain is three certificates; a file of roots is not meant here.
    private static final int FILE_BYTES_MAX = 256 << 10;
    private static final int CHAIN_MAX = 10;
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----",
            Pattern.DOTALL);

    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----");

    PemPair {
        chain = List.copyOf(chain);
    }

    /// What two files look like from outside: it differs when one was written or replaced.
    record Stamp(List<String> files) {

        static Stamp of(Path certificate, Path key) {
            return new Stamp(List.of(file(certificate), file(key)));
        }

        private static String file(Path file) {
            try {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                // The last one tells a link that leads elsewhere now: Kubernetes renews so.
                return facts.lastModifiedTime() + " " + facts.size() + " " + facts.fileKey();
            } catch (IOException missing) {
                return "missing";
            }
        }
    }

    /// Reads both and makes sure that they belong together.
    ///
    /// @throws IOException naming the file and what is wrong with it
    static PemPair read(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = chain(certificate, bytes(certificate));
        PrivateKey secret = key(key, bytes(key), chain.getFirst().getPublicKey());
        if (!belong(chain.getFirst().getPublicKey(), secret)) {
            throw stranger(key, certificate);
        }
        return new PemPair(chain, secret);
    }

    private static IOException stranger(Path key, Path certificate) {
        return new IOException(key + ": is not the key of the first certificate in "
                + certificate);
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IOException(file + ": is too large for a certificate or a key");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": there is no such file", missing);
        }
    }

    private static List<X509Certificate> chain(Path file, byte[] pem) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher each = CERTIFICATE.matcher(new String(pem, StandardCharsets.ISO_8859_1));
            while (each.find()) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(
                        each.group().getBytes(StandardCharsets.ISO_8859_1))));
            }
        } catch (CertificateException broken) {
            throw new IOException(file + ": has a PEM certificate that is damaged", broken);
        }
        if (chain.isEmpty()) {
            throw new IOException(file + ": has no PEM certificate, or not a whole one");
        }
        if (chain.size() > CHAIN_MAX) {
            throw new IOException(file + ": has " + chain.size() + " PEM certificates, more than "
                    + CHAIN_MAX);
        }
        return chain;
    }

    private static PrivateKey key(Path file, byte[] pem, PublicKey belongsTo) throws IOException {
        Matcher found = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new IOException(file + ": has no PEM private key, or not a whole one");
        }
        if (found.group(1).startsWith("ENCRYPTED") || found.group(2).contains("ENCRYPTED")) {
            throw new IOException(file + ": is encrypted; write it without a passphrase");
        }
        try {
            byte[] content = Base64.getMimeDecoder().decode(found.group(2));
            // RSA and EC keys in forms of their own lack what says of which kind they are.
            byte[] whole = found.group(1).isEmpty() ? content : Der.sequence(
                    Der.integer((byte) 0), Der.firstInside(belongsTo.getEncoded()),
                    Der.octets(content));
            return KeyFactory.getInstance(belongsTo.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(whole));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IOException(file + ": is no " + belongsTo.getAlgorithm()
                    + " key, which the certificate needs", broken);
        }
    }

    /// Whether what the one signs the other confirms.
    private static boolean belong(PublicKey open, PrivateKey secret) {
        String how = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(how);
            signature.initSign(secret);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            return signature.verify(signed);
        } catch (GeneralSecurityException strange) {
            return false;
        }
    }

    /// Not the key.
    @Override
    public String toString() {
        return "PemPair[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
