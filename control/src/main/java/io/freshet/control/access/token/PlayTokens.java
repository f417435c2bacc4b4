package io.freshet.control.access.token;

import io.freshet.control.api.Digests;
import io.freshet.media.Clock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/// Checks playback tokens, and remembers those it has checked.
///
/// A token that was good is looked up from then on, for as long as the app's signing keys are the
/// same ones; so is one that was bad, apart from the good ones, so that a flood of made-up tokens
/// costs the honest nothing. A bad one costs as much work whatever is wrong with it, so that nobody
/// learns from the time which keys there are. What takes a public key or a fetch is done off the
/// event loops.
///
/// Threading: shared; the caches are.
public final class PlayTokens {

    /// So many viewers with a token of their own; a token and what it grants take half a kilobyte.
    private static final int GOOD_MAX = 20_000;
    private static final int BAD_MAX = 5_000;
    private static final int TOKEN_ID_CHARS = 16;
    private static final int DECOY_BYTES = 32;

    private final JwksKeys jwks;
    private final Clock clock;
    private final Executor heavy;
    private final Generations<Asked, Checked> good = new Generations<>(GOOD_MAX);
    private final Generations<Asked, Checked> bad = new Generations<>(BAD_MAX);

    /// Checks what no key of ours is meant for.
    private final byte[] decoy = new byte[DECOY_BYTES];
    private final LongAdder macs = new LongAdder();

    private record Asked(String app, String token) {
    }

    /// @param keys  by which it was checked
    /// @param found what it grants; empty if it is bad
    private record Checked(List<SigningKey> keys, Optional<Good> found, long atNs) {
    }

    /// A token whose signature is right; whether it is timely and covers the stream is for the
    /// asker to see.
    ///
    /// @param keyId   which key signed it
    /// @param tokenId names it without telling it
    public record Good(String keyId, String tokenId, PlayClaims claims) {
    }

    /// A customer's new key becomes known within a minute.
    private static final long BAD_NS = 60_000_000_000L;

    /// @param heavy runs what takes long; refuses when it has too much to do
    public PlayTokens(JwksKeys jwks, Clock clock, Executor heavy) {
        this.jwks = jwks;
        this.clock = clock;
        this.heavy = heavy;
    }

    /// What the token grants; nothing if it is none of the app's.
    public CompletableFuture<Optional<Good>> check(String app, List<SigningKey> keys,
            String token) {
        if (keys.isEmpty() || token.isEmpty() || token.length() > Jwt.CHARS_MAX) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Asked asked = new Asked(app, token);
        Optional<Checked> known = good.get(asked).or(() -> bad.get(asked)
                .filter(each -> clock.monotonicNs() - each.atNs() < BAD_NS));
        if (known.isPresent() && known.get().keys().equals(keys)) {
            return CompletableFuture.completedFuture(known.get().found());
        }
        try {
            return token.startsWith(ShortToken.PREFIX)
                    ? CompletableFuture.completedFuture(remember(asked, keys,
                            shortToken(ShortToken.parse(token), keys)))
                    : jwt(asked, keys, Jwt.parse(token));
        } catch (BadTokenException _) {
            mac(token.getBytes(StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(remember(asked, keys, Optional.empty()));
        }
    }

    private Optional<Good> remember(Asked asked, List<SigningKey> keys, Optional<Signed> signed) {
        Optional<Good> found = signed.map(each -> new Good(each.keyId(),
                Secrets.hash(asked.token()).substring(0, TOKEN_ID_CHARS), each.claims()));
        (found.isPresent() ? good : bad).put(asked,
                new Checked(keys, found, clock.monotonicNs()));
        return found;
    }

    private record Signed(String keyId, PlayClaims claims) {
    }

    private Optional<Signed> shortToken(ShortToken token, List<SigningKey> keys) {
        Optional<SigningKey> meant = keys.stream().filter(key ->
                key.kind() == SigningKey.Kind.SECRET && key.id().equals(token.keyId()))
                .findFirst();
        macs.increment();
        boolean good = token.isSignedBy(meant.map(SigningKey::bytes).orElse(decoy));
        return meant.filter(_ -> good).map(key -> new Signed(key.id(), token.claims()));
    }

    /// As much work as a signature by a secret takes, where there is nothing to check.
    private void mac(byte[] text) {
        macs.increment();
        var _ = Digests.hmacSha256(decoy, text);
    }

    /// Codes computed since the start, those by which nothing was checked included.
    long macs() {
        return macs.sum();
    }

    private CompletableFuture<Optional<Good>> jwt(Asked asked, List<SigningKey> keys, Jwt token) {
        if (token.algorithm().equals("HS256")) {
            return CompletableFuture.completedFuture(remember(asked, keys, bySecret(token, keys)));
        }
        try {
            return CompletableFuture.supplyAsync(() ->
                    remember(asked, keys, byPublicKey(token, keys)), heavy);
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    private Optional<Signed> bySecret(Jwt token, List<SigningKey> keys) {
        List<SigningKey> meant = keys.stream().filter(key ->
                key.kind() == SigningKey.Kind.SECRET && isMeant(key, token)).toList();
        if (meant.isEmpty()) {
            mac(token.signed().toArray());
        }
        for (SigningKey key : meant) {
            macs.increment();
            if (Signatures.hs256(token, key.bytes())) {
                return Optional.of(new Signed(key.id(), token.claims()));
            }
        }
        return Optional.empty();
    }

    /// A token without `kid` is tried with every key of the app.
    private static boolean isMeant(SigningKey key, Jwt token) {
        return token.keyId().map(key.id()::equals).orElse(true);
    }

    private Optional<Signed> byPublicKey(Jwt token, List<SigningKey> keys) {
        for (SigningKey key : keys) {
            boolean good = switch (key.kind()) {
                case SECRET -> false;
                case ED25519 -> isMeant(key, token) && token.algorithm().equals("EdDSA")
                        && isSignedBy(token, key);
                case JWKS -> keysOf(key, token).stream()
                        .anyMatch(each -> Signatures.isGood(token, each));
            };
            if (good) {
                return Optional.of(new Signed(key.id(), token.claims()));
            }
        }
        return Optional.empty();
    }

    private List<PublicKey> keysOf(SigningKey key, Jwt token) {
        try {
            return jwks.of(key, token).of(token);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean isSignedBy(Jwt token, SigningKey key) {
        try {
            return Signatures.isGood(token, Signatures.ed25519(key.bytes()));
        } catch (GeneralSecurityException impossible) {
            // It was checked when it was set.
            throw new IllegalStateException(impossible);
        }
    }
}
