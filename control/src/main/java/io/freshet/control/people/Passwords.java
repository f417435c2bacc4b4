package io.freshet.control.people;

import io.freshet.control.api.ApiProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords with Argon2id.
///
/// Spec: RFC 9106; the costs are those that OWASP's cheat sheet of 2025 holds equal to its first
/// choice, with the least memory of them that a node of 128 MB has twice.
///
/// Threading: shared. At most two hashes at a time, on threads of their own: neither an event loop
/// nor all of the carriers of virtual threads are kept busy by who guesses passwords.
final class Passwords implements AutoCloseable {

    static final int AT_A_TIME = 2;
    /// More who wait are told to come back: each hash takes some 50 ms.
    static final int WAITING_MAX = 32;

    private static final int MEMORY_KIB = 9216;
    private static final int PASSES = 4;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /// What we would still check if an older version had written it.
    private static final int MEMORY_KIB_MAX = 64 << 10;
    private static final int PASSES_MAX = 10;
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),"
            + "t=(\\d{1,2}),p=1\\$([A-Za-z0-9+/]{8,64})\\$([A-Za-z0-9+/]{16,86})");

    private final SecureRandom random;
    private final ThreadPoolExecutor threads;
    /// Compared with where there is no user, so that the time tells nothing.
    private final String nobody;

    Passwords(SecureRandom random) {
        this.random = random;
        this.threads = new ThreadPoolExecutor(AT_A_TIME, AT_A_TIME, 10, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX), task ->
                        Thread.ofPlatform().daemon().name("password").unstarted(task));
        threads.allowCoreThreadTimeOut(true);
        byte[] none = new byte[HASH_BYTES];
        random.nextBytes(none);
        this.nobody = form(new byte[SALT_BYTES], none);
    }

    /// What is kept of a password.
    String hash(String password) throws ApiProblem, InterruptedException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return waited(() -> form(salt, argon2(password, salt, MEMORY_KIB, PASSES, HASH_BYTES)));
    }

    /// Whether it is the password that `hash` was made of.
    boolean matches(String password, String hash) throws ApiProblem, InterruptedException {
        Matcher matcher = FORM.matcher(hash);
        if (!matcher.matches()) {
            return false;
        }
        int memoryKib = Integer.parseInt(matcher.group(1));
        int passes = Integer.parseInt(matcher.group(2));
        if (memoryKib < 8 || memoryKib > MEMORY_KIB_MAX || passes < 1 || passes > PASSES_MAX) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(matcher.group(3));
        byte[] wanted = Base64.getDecoder().decode(matcher.group(4));
        return waited(() -> MessageDigest.isEqual(wanted,
                argon2(password, salt, memoryKib, passes, wanted.length)));
    }

    /// Takes as long as a comparison that fails.
    void matchesNobody(String password) throws ApiProblem, InterruptedException {
        matches(password, nobody);
    }

    private <T> T waited(Callable<T> work) throws ApiProblem, InterruptedException {
        try {
            return threads.submit(work).get();
        } catch (RejectedExecutionException full) {
            throw ApiProblem.later(503, "too many people sign in at this moment", 2);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static byte[] argon2(String password, byte[] salt, int memoryKib, int passes,
            int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(memoryKib)
                .withIterations(passes).withParallelism(1).withSalt(salt).build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String form(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
