package io.freshet.control.people;

import io.freshet.control.api.ApiProblem;
import io.freshet.media.Clock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows who guesses passwords: a bucket of attempts for each address and for each name, filled up
/// slowly. Who signs in well gives the attempt back.
///
/// A name that somebody else guesses stays open to the addresses from which it was signed in to
/// before: nobody can lock the administrator out by guessing.
///
/// Threading: shared, guarded by `this`.
final class Throttle {

    static final int PER_ADDRESS = 10;
    /// Many people may sit behind one address; many addresses may guess one name.
    static final int PER_NAME = 20;
    static final Duration REFILL = Duration.ofSeconds(30);
    /// Some megabytes in all; past it the one not seen for the longest time is forgotten.
    static final int ENTRIES_MAX = 10_000;

    private final Clock clock;
    private final Map<String, Bucket> addresses = bounded();
    private final Map<String, Bucket> names = bounded();
    private final Map<String, Boolean> trusted = bounded();

    private record Bucket(double attempts, long atNs) {

        Bucket now(long nowNs, int most) {
            double grown = attempts + (nowNs - atNs) / (double) REFILL.toNanos();
            return new Bucket(Math.min(most, grown), nowNs);
        }

        Bucket less() {
            return new Bucket(attempts - 1, atNs);
        }
    }

    Throttle(Clock clock) {
        this.clock = clock;
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > ENTRIES_MAX;
            }
        };
    }

    /// An attempt begins.
    ///
    /// @throws ApiProblem 429 if there were too many
    synchronized void attempt(String address, String name) throws ApiProblem {
        String from = network(address);
        boolean known = trusted.containsKey(name + " " + from);
        Bucket here = bucket(addresses, from, PER_ADDRESS);
        Bucket there = bucket(names, name, PER_NAME);
        double least = known ? here.attempts() : Math.min(here.attempts(), there.attempts());
        if (least < 1) {
            throw ApiProblem.later(429, "too many attempts that failed; wait and try again",
                    (long) Math.ceil((1 - least) * REFILL.toSeconds()));
        }
        addresses.put(from, here.less());
        if (!known) {
            names.put(name, there.less());
        }
    }

    /// The attempt was good.
    synchronized void good(String address, String name) {
        String from = network(address);
        addresses.remove(from);
        names.remove(name);
        trusted.put(name + " " + from, true);
    }

    private Bucket bucket(Map<String, Bucket> table, String key, int most) {
        Bucket found = table.get(key);
        return found == null ? new Bucket(most, clock.monotonicNs())
                : found.now(clock.monotonicNs(), most);
    }

    /// What one customer of a provider has: an IPv4 address, or 64 bits of IPv6.
    static String network(String address) {
        try {
            if (InetAddress.ofLiteral(address) instanceof Inet6Address six) {
                StringBuilder half = new StringBuilder("v6:");
                for (int i = 0; i < 8; i++) {
                    half.append(Integer.toHexString(six.getAddress()[i] & 0xff)).append('.');
                }
                return half.toString();
            }
        } catch (IllegalArgumentException _) {
            // No address, whatever it is: it is told apart by its text.
        }
        return address;
    }
}
