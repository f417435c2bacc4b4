package io.freshet.live.packaging;

import io.freshet.media.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names for bytes and sessions: truncated SHA-256, the same on every node.
///
/// Threading: stateless.
final class Digests {

    /// 64 bits: two different contents of one stream never meet by chance.
    private static final int NAME_BYTES = 8;

    private Digests() {
    }

    /// 16 hex digits that name these bytes.
    static String name(Payload payload) {
        MessageDigest sha = sha256();
        for (ByteBuffer slice : payload.slices()) {
            sha.update(slice);
        }
        return HexFormat.of().formatHex(sha.digest(), 0, NAME_BYTES);
    }

    /// Names one publish session of one stream under one leader: rule 7's tag.
    static int sessionTag(String stream, long epochOffsetMs, long token) {
        MessageDigest sha = sha256();
        sha.update(stream.getBytes(StandardCharsets.UTF_8));
        sha.update(ByteBuffer.allocate(16).putLong(epochOffsetMs).putLong(token).flip());
        return ByteBuffer.wrap(sha.digest()).getInt();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
