package io.freshet.tools.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Whether those who read from nodes heard one leader after the other, and never two at a time.
///
/// @param tokens  of the leaders that were heard, in the order in which they were
/// @param readers who heard something
/// @param cuts    that they heard in all
/// @param staleMs longest time that a leader was heard after the next one had been
/// @param faults  what must not be; empty if all is well
record Succession(List<Long> tokens, int readers, long cuts, long staleMs, List<String> faults) {

    /// What a fault may make of it.
    ///
    /// @param leadersMin how many must be heard one after the other
    /// @param leadersMax how many may be
    /// @param returns    who must be heard again in the end, under the newest leader; may be empty
    record Bounds(int leadersMin, int leadersMax, String returns) {

        private static final int ANY = Integer.MAX_VALUE;
        /// Nobody has a reason to take over.
        static final Bounds ONE = new Bounds(1, 1, "");
        static final Bounds SEVERAL = new Bounds(2, ANY, "");
        static final Bounds MAYBE = new Bounds(1, ANY, "");

        /// Somebody takes over, and the old leader is a follower of that one in the end.
        static Bounds returned(String old) {
            return new Bounds(2, ANY, old);
        }
    }

    Succession {
        tokens = List.copyOf(tokens);
        faults = List.copyOf(faults);
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    /// For people.
    String words() {
        List<String> words = new ArrayList<>();
        words.add(tokens.stream().map(String::valueOf).collect(Collectors.joining(", then ",
                "leader's token ", "")));
        words.add(cuts + " cuts heard by " + readers + " readers");
        words.add(String.format(Locale.ROOT, "a former leader heard for %.2f s", staleMs / 1e3));
        words.add(isGood() ? "good" : String.join(", ", faults));
        return String.join("; ", words);
    }
}
