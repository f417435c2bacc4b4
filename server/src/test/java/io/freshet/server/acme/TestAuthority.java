package io.freshet.server.acme;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Signs whatever it is asked to, after a look at the request.
final class TestAuthority {

    private static final byte[] ECDSA = hex("300a06082a8648ce3d040302");
    /// Critical, as it must be where the subject is empty.
    private static final byte[] ALTERNATIVE_NAMES = hex("0603551d110101ff");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyPair pair;

    TestAuthority() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pair = generator.generateKeyPair();
    }

    /// A chain of one certificate in PEM.
    ///
    /// @param request PKCS #10; must be signed by its key and ask for all of `names`
    String sign(byte[] request, List<String> names, Instant from, Duration life)
            throws GeneralSecurityException {
        byte[] body = inside(request, 0);
        byte[] open = inside(body, 2);
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(open));
        byte[] bits = inside(request, 2);
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(key);
        check.update(body);
        if (!check.verify(bits, 3, bits.length - 3)) {
            throw new GeneralSecurityException("the request is not signed by its key");
        }
        for (String name : names) {
            if (!new String(body, StandardCharsets.ISO_8859_1).contains(name)) {
                throw new GeneralSecurityException("the request does not ask for " + name);
            }
        }
        byte[] subject = new byte[] {0x30, 0};
        byte[] issuer = sequence(der(0x31, sequence(hex("0603550403"),
                der(0x0C, "Test authority".getBytes(StandardCharsets.US_ASCII)))));
        ByteArrayOutputStream general = new ByteArrayOutputStream();
        names.forEach(name -> general.writeBytes(
                der(0x82, name.getBytes(StandardCharsets.US_ASCII))));
        byte[] extensions = der(0xA3, sequence(sequence(ALTERNATIVE_NAMES,
                der(0x04, sequence(general.toByteArray())))));
        byte[] validity = sequence(time(from), time(from.plus(life)));
        byte[] signed = sequence(der(0xA0, hex("020102")), hex("02020101"), ECDSA, issuer,
                validity, subject, open, extensions);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(signed);
        byte[] whole = sequence(signed, ECDSA, der(0x03, new byte[] {0}, signer.sign()));
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(whole) + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] time(Instant at) {
        return der(0x17, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() >= 128) {
            out.write(0x82);
            out.write(content.size() >> 8);
        }
        out.write(content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /// The part of a structure at that place, whole.
    private static byte[] inside(byte[] outer, int index) {
        int at = head(outer, 0);
        for (int i = 0; i < index; i++) {
            at += head(outer, at) + size(outer, at);
        }
        return Arrays.copyOfRange(outer, at, at + head(outer, at) + size(outer, at));
    }

    private static int head(byte[] der, int at) {
        return der[at + 1] >= 0 ? 2 : 2 + (der[at + 1] & 0x7F);
    }

    private static int size(byte[] der, int at) {
        int size = der[at + 1] >= 0 ? der[at + 1] : 0;
        for (int i = 2; i < head(der, at); i++) {
            size = size << 8 | der[at + i] & 0xFF;
        }
        return size;
    }
}
