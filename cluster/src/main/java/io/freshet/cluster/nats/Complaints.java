package io.freshet.cluster.nats;

import io.freshet.cluster.nats.NatsOptions.Identity;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says why NATS does not let us in, and what to do about it; once in a while, for we go on trying.
///
/// Threading: shared.
final class Complaints {

    /// Deeper than anybody wraps.
    private static final int CAUSES_MAX = 10;
    private static final String OUR_CERTIFICATE = "if it wants certificates of its clients, look"
            + " at cluster.nats-certificate and cluster.nats-key";

    private final Identity identity;
    private final boolean secure;
    private final Duration pause;
    private final Consumer<String> out;
    private final AtomicBoolean quiet = new AtomicBoolean();

    /// @param identity who we are to it
    /// @param secure   whether we speak TLS with it
    /// @param pause    between two of them
    /// @param out      takes a line that an operator reads
    Complaints(Identity identity, boolean secure, Duration pause, Consumer<String> out) {
        this.identity = identity;
        this.secure = secure;
        this.pause = pause;
        this.out = out;
    }

    /// The server has said that.
    void server(String error) {
        String small = error.toLowerCase(Locale.ROOT);
        if (small.contains("authorization") || small.contains("authentication")) {
            say(error, switch (identity) {
                case Identity.Anybody _ -> "it asks who we are: set cluster.nats-user and"
                        + " cluster.nats-password, or cluster.nats-credentials";
                case Identity.User(String name, _) -> "it does not know user " + name
                        + " with this password: look at cluster.nats-user and"
                        + " cluster.nats-password";
                case Identity.SharedToken _ -> "it does not know the token: look at"
                        + " cluster.nats-password";
                case Identity.Credentials(var file) -> "it does not accept " + file
                        + ": look whether it has expired, and at cluster.nats-credentials";
            });
        }
    }

    /// That has happened while we connected.
    void failure(Throwable thrown) {
        Optional<SSLException> tls = tls(thrown);
        String text = String.valueOf(thrown.getMessage());
        if (tls.isPresent()) {
            String why = String.valueOf(tls.get().getMessage());
            say(why, tls(why));
        } else if (secure && thrown instanceof TimeoutException) {
            // By TLS 1.3 it hears of our certificate when the handshake is over for us, and jnats
            // keeps to itself what it then says.
            say("no answer behind TLS", OUR_CERTIFICATE);
        } else if (text.contains("SSL required by server")) {
            say(text, "it speaks TLS only: write tls:// in cluster.nats");
        } else if (text.contains("SSL connection wanted by client")) {
            say(text, "it speaks no TLS: write nats:// in cluster.nats, or give it a certificate");
        } else {
            server(text);
        }
    }

    private static String tls(String why) {
        if (why.contains("subject alternative") || why.contains("No name matching")) {
            return "its certificate is for another host: name it in cluster.nats as the"
                    + " certificate does";
        }
        // An alert is what the other side says of us.
        return why.contains("fatal alert") ? OUR_CERTIFICATE
                : "TLS with it fails: cluster.nats-ca names a PEM file with the authority of"
                + " its certificate";
    }

    private static Optional<SSLException> tls(Throwable thrown) {
        @Nullable Throwable each = thrown;
        for (int i = 0; i < CAUSES_MAX && each != null; i++) {
            if (each instanceof SSLException found) {
                return Optional.of(found);
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    private void say(String reason, String what) {
        if (quiet.compareAndSet(false, true)) {
            out.accept("event=nats-refused reason=" + reason.replaceAll("\\s+", " ") + "; " + what);
            Thread.ofVirtual().name("nats-complaints").start(this::rest);
        }
    }

    private void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        quiet.set(false);
    }
}
