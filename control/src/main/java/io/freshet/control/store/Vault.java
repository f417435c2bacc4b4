package io.freshet.control.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals secrets that must be readable again before they go to the database, so that who has the
/// database or a backup of it does not have them.
///
/// A sealed text is `enc1.` and base64url of a nonce, the ciphertext and its tag; where it belongs
/// is authenticated, so that it is worth nothing in another row. The key lies in a file of its
/// own, for its owner alone, made at the first need unless the settings name another one. What is
/// not sealed is read as it is: it is older than this.
///
/// Spec: NIST SP 800-38D, 5.2.1.1 and 8.2.2 (a random nonce; some thousand texts per key)
///
/// Threading: shared; the key is read once, guarded by `reading`.
public final class Vault {

    private static final System.Logger LOG = System.getLogger(Vault.class.getName());

    private static final String MARK = "enc1.";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /// Places whose secrets could not be read; more of them are not told one by one.
    private static final int TOLD_MAX = 1000;

    private final Path file;
    private final boolean isOurs;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock reading = new ReentrantLock();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SecretKeySpec key;

    /// @param file   of the key
    /// @param isOurs whether it is made if it is not there
    Vault(Path file, boolean isOurs) {
        this.file = file;
        this.isOurs = isOurs;
    }

    /// @param place where it belongs, the same when it is opened
    public String seal(String text, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(isOurs), nonce, place)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (IOException away) {
            throw new UncheckedIOException("secrets cannot be sealed: " + away.getMessage(), away);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The same sealed, of a secret that was stored before secrets were; empty if it is sealed, or
    /// if there is no key to seal it with.
    public Optional<String> sealedAnew(String stored, String place) {
        if (stored.isEmpty() || stored.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(seal(stored, place));
        } catch (UncheckedIOException noKey) {
            LOG.log(System.Logger.Level.WARNING, () -> "secret stays in plain text of=" + place
                    + " reason=" + noKey.getMessage());
            return Optional.empty();
        }
    }

    /// The text that was sealed, or that never was; empty if the key is not there or another one,
    /// which is logged.
    public Optional<String> open(String stored, String place) {
        if (!stored.startsWith(MARK)) {
            return Optional.of(stored);
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(stored.substring(MARK.length()));
            if (all.length < NONCE_BYTES) {
                throw new AEADBadTagException("too short");
            }
            byte[] text = cipher(Cipher.DECRYPT_MODE, key(false),
                    Arrays.copyOf(all, NONCE_BYTES), place)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            unreadable.remove(place);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException bad) {
            if (unreadable.size() < TOLD_MAX && unreadable.add(place)) {
                LOG.log(System.Logger.Level.ERROR, () -> "secret not readable of=" + place
                        + " key=" + file + " reason=" + (bad instanceof IOException
                                ? bad.getMessage() : "it was sealed with another key"));
            }
            return Optional.empty();
        }
    }

    /// Stands for a secret that cannot be read: nobody knows it, so that what it signs is refused.
    public String stranger() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// How many secrets could not be opened when they were needed last.
    int unreadable() {
        return unreadable.size();
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private SecretKeySpec key(boolean make) throws IOException {
        SecretKeySpec known = key;
        if (known != null) {
            return known;
        }
        reading.lock();
        try {
            if (make) {
                make();
            }
            SecretKeySpec read = read();
            key = read;
            return read;
        } finally {
            reading.unlock();
        }
    }

    private void make() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getEncoder().encodeToString(bytes) + "\n",
                    StandardOpenOption.WRITE);
            LOG.log(System.Logger.Level.INFO, () -> "secret key made file=" + file
                    + " (keep a copy apart from the backups)");
        } catch (FileAlreadyExistsException another) {
            LOG.log(System.Logger.Level.DEBUG, "another was faster", another);
        }
    }

    private SecretKeySpec read() throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no " + file);
        }
        String text = Files.readString(file).strip();
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException _) {
            // It is said below.
        }
        throw new IOException(file + " does not hold 32 bytes in base64; make one with: "
                + "head -c 32 /dev/urandom | base64");
    }
}
