package io.freshet.control.audience;

import java.util.Map;

/// Who watched during one minute.
///
/// @param key       whose audience
/// @param startMs   of the minute, Unix time
/// @param peak      most at a time
/// @param watchedMs time of all viewers together
/// @param atStart   how many there were when it began
/// @param joined    how many came
/// @param protocols most at a time, by protocol
record Minute(AudienceKey key, long startMs, long peak, long watchedMs, long atStart, long joined,
        Map<String, Long> protocols) {
}
