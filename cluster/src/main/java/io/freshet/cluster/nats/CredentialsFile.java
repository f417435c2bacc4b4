package io.freshet.cluster.nats;

import io.nats.client.AuthHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `.creds` file, as `nsc` writes it: who we are, signed by our account, and the seed of the key
/// that proves it. The server sends a number, which is signed with that key.
///
/// It is read anew at every connection: what expires can be replaced while the node runs. A file
/// that cannot be used then changes nothing.
///
/// Threading: shared.
///
/// Spec: NATS ADR-14 (JWT and seed in one file); nats-io/nkeys (seeds); RFC 8032 (Ed25519)
final class CredentialsFile implements AuthHandler {

    private static final System.Logger LOG = System.getLogger("cluster");
    private static final Pattern JWT = section("NATS USER JWT", "[A-Za-z0-9_.=-]+");
    private static final Pattern SEED = section("USER NKEY SEED", "SU[A-Z2-7]+");
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BYTES_MAX = 64 << 10;
    private static final int PREFIX_BYTES = 2;
    private static final int SEED_BYTES = 32;
    private static final int CHECK_BYTES = 2;

    private final Path file;
    private volatile Credentials last;

    private record Credentials(String jwt, PrivateKey key) {
    }

    /// @throws IOException saying what is wrong with the file
    CredentialsFile(Path file) throws IOException {
        this.file = file;
        this.last = read(file);
    }

    private static Pattern section(String name, String text) {
        return Pattern.compile("-{3,}BEGIN " + name + "-{3,}\\s+(" + text + ")\\s+-{3,}END "
                + name + "-{3,}");
    }

    private static Credentials read(Path file) throws IOException {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("it is too long to be one");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            return new Credentials(found(JWT, text, "a user's JWT"),
                    key(found(SEED, text, "a user's seed")));
        } catch (IOException | GeneralSecurityException bad) {
            throw new IOException("credentials " + file + " cannot be used: " + bad, bad);
        }
    }

    private static String found(Pattern pattern, String text, String what) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(what + " is missing in it");
        }
        return matcher.group(1);
    }

    private static PrivateKey key(String seed) throws IOException, GeneralSecurityException {
        byte[] raw = base32(seed);
        if (raw.length != PREFIX_BYTES + SEED_BYTES + CHECK_BYTES || crc(raw) != 0) {
            throw new IOException("its seed is damaged");
        }
        return KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(
                NamedParameterSpec.ED25519,
                Arrays.copyOfRange(raw, PREFIX_BYTES, PREFIX_BYTES + SEED_BYTES)));
    }

    /// Spec: RFC 4648, 6; without padding
    private static byte[] base32(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            held = held << 5 | BASE32.indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes;
    }

    /// CRC-16/XMODEM of what was sent, less the one behind it: 0 if they are the same.
    private static int crc(byte[] raw) {
        int crc = 0;
        for (int i = 0; i < raw.length - CHECK_BYTES; i++) {
            crc ^= (raw[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        int said = raw[raw.length - 2] & 0xFF | (raw[raw.length - 1] & 0xFF) << 8;
        return (crc & 0xFFFF) ^ said;
    }

    /// Asked first at every connection. The JWT says who we are.
    @Override
    public char[] getID() {
        try {
            last = read(file);
        } catch (IOException bad) {
            LOG.log(System.Logger.Level.DEBUG, () -> "event=credentials-kept reason="
                    + bad.getMessage());
        }
        return new char[0];
    }

    @Override
    public byte[] sign(byte[] nonce) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(last.key());
            signature.update(nonce);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has Ed25519", impossible);
        }
    }

    @Override
    public char[] getJWT() {
        return last.jwt().toCharArray();
    }
}
