package io.freshet.protocol.rtmp.handshake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The HMAC-SHA-256 digests that Flash Player and Flash Media Server hide in their handshakes.
///
/// C1 and S1 hide one of their own other 1504 bytes; C2 and S2 end in one that is keyed by the
/// digest of the peer's C1 or S1. The keys are public: this proves a dialect, not an identity.
///
///     schema  0..3  4..7     8..771            772..1535
///     FIRST   time  version  offset 4, digest  (a Diffie-Hellman key, unused)
///     SECOND  time  version  (unused)          offset 4, digest
///
/// Threading: stateless.
final class Digests {

    static final int BLOCK_BYTES = 1536;
    private static final int DIGEST_BYTES = 32;
    /// 764 bytes of a half, minus the 4 of the offset and the 32 of the digest.
    private static final int OFFSETS = 728;

    private static final byte[] SECRET = HexFormat.of().parseHex(
            "f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
    /// Which half of the block holds the digest.
    enum Schema {
        /// Flash Player 9; FFmpeg.
        FIRST(8),
        /// Flash Player 10.1 and later.
        SECOND(772);

        private final int half;

        Schema(int half) {
            this.half = half;
        }

        private int digestAt(byte[] block) {
            int sum = 0;
            for (int i = half; i < half + 4; i++) {
                sum += block[i] & 0xFF;
            }
            return half + 4 + sum % OFFSETS;
        }
    }

    /// Who made a block.
    enum Side {
        CLIENT("Genuine Adobe Flash Player 001"),
        SERVER("Genuine Adobe Flash Media Server 001");

        private final String text;

        Side(String text) {
            this.text = text;
        }

        private byte[] key() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        private byte[] nameAndSecret() {
            byte[] name = key();
            byte[] whole = Arrays.copyOf(name, name.length + SECRET.length);
            System.arraycopy(SECRET, 0, whole, name.length, SECRET.length);
            return whole;
        }
    }

    private Digests() {
    }

    /// Whether `block` hides a digest that its side made.
    static boolean isSigned(byte[] block, Schema schema, Side side) {
        return MessageDigest.isEqual(digest(block, schema), compute(block, schema, side));
    }

    /// Hides the digest in `block`, the place chosen by the four bytes that are there.
    static void sign(byte[] block, Schema schema, Side side) {
        byte[] digest = compute(block, schema, side);
        System.arraycopy(digest, 0, block, schema.digestAt(block), DIGEST_BYTES);
    }

    /// Ends `block`, a C2 or S2, in the answer of `side` to the digest in the peer's block.
    static void answer(byte[] block, byte[] peerBlock, Schema schema, Side side) {
        byte[] answer = answerTo(block, peerBlock, schema, side);
        System.arraycopy(answer, 0, block, BLOCK_BYTES - DIGEST_BYTES, DIGEST_BYTES);
    }

    /// Whether `block`, a C2 or S2, ends in the answer of `side` to the digest in our block.
    static boolean isAnswered(byte[] block, byte[] ourBlock, Schema schema, Side side) {
        byte[] end = Arrays.copyOfRange(block, BLOCK_BYTES - DIGEST_BYTES, BLOCK_BYTES);
        return MessageDigest.isEqual(end, answerTo(block, ourBlock, schema, side));
    }

    private static byte[] answerTo(byte[] block, byte[] peerBlock, Schema schema, Side side) {
        Mac keyed = mac(side.nameAndSecret());
        byte[] key = keyed.doFinal(digest(peerBlock, schema));
        Mac mac = mac(key);
        mac.update(block, 0, BLOCK_BYTES - DIGEST_BYTES);
        return mac.doFinal();
    }

    private static byte[] digest(byte[] block, Schema schema) {
        int at = schema.digestAt(block);
        return Arrays.copyOfRange(block, at, at + DIGEST_BYTES);
    }

    private static byte[] compute(byte[] block, Schema schema, Side side) {
        int at = schema.digestAt(block);
        int after = at + DIGEST_BYTES;
        Mac mac = mac(side.key());
        mac.update(block, 0, at);
        mac.update(block, after, BLOCK_BYTES - after);
        return mac.doFinal();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
