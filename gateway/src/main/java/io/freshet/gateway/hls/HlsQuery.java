package io.freshet.gateway.hls;

import io.freshet.net.http.HttpRequest;
import java.util.Optional;

/// What a client wants of a media playlist.
///
/// Spec: draft-pantos-hls-rfc8216bis, 6.2.5.
///
/// @param msn  the segment it waits for; -1 if it takes what there is
/// @param part the part of it; -1 for the whole segment
/// @param skip whether it knows the older segments already
record HlsQuery(long msn, int part, boolean skip) {

    private static final int DIGITS_MAX = 18;

    /// Empty if the directives make no sense: 400.
    static Optional<HlsQuery> of(HttpRequest request) {
        Optional<String> msn = request.parameter("_HLS_msn");
        Optional<String> part = request.parameter("_HLS_part");
        boolean skip = request.parameter("_HLS_skip")
                .filter(value -> value.equals("YES") || value.equals("v2")).isPresent();
        boolean sensible = msn.map(HlsQuery::isNumber).orElse(part.isEmpty())
                && part.map(value -> isNumber(value) && value.length() < 9).orElse(true);
        return sensible
                ? Optional.of(new HlsQuery(msn.map(Long::parseLong).orElse(-1L),
                        part.map(Integer::parseInt).orElse(-1), skip))
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Whether it waits for something.
    boolean blocks() {
        return msn >= 0;
    }
}
