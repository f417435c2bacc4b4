package io.freshet.live;

import io.freshet.media.StreamKey;
import io.freshet.media.Tracks;
import java.util.List;

/// What can be said about a stream, as of the last second.
///
/// @param key             its address
/// @param state           whether frames flow
/// @param openedWallMs    when it came into being, Unix time, ms
/// @param onAirWallMs     when the publisher on air began, Unix time, ms; 0 if none is
/// @param publishers      labels, the one on air first
/// @param tracks          what it carries
/// @param bitrateBps      bits a second of payload, all tracks, over the last 5 s
/// @param framesPerSecond pictures a second of the first video track, over the last 5 s
/// @param gopMs           distance of the last two key frames; 0 if unknown
/// @param bytesIn         payload bytes since it was opened
/// @param framesIn        frames since it was opened
/// @param inputSwitches   how often another publisher went on air
/// @param branchSkips     how often a loop could not keep up
/// @param repairs         how often timestamps were mended
public record StreamReport(StreamKey key, State state, long openedWallMs, long onAirWallMs,
        List<String> publishers, Tracks tracks, long bitrateBps, double framesPerSecond,
        long gopMs, long bytesIn, long framesIn, long inputSwitches, long branchSkips,
        Repairs repairs) {

    /// Whether frames flow.
    public enum State {
        /// A publisher is on air.
        LIVE,
        /// The publisher is away; viewers stay and wait for it.
        WAITING,
        /// Over.
        ENDED
    }

    public StreamReport {
        publishers = List.copyOf(publishers);
    }
    /// Whether anybody publishes it to this node, on air or held back; relays do not count.
    public boolean hasPublisher() {
        return publishers.stream().anyMatch(label -> !label.startsWith(Publisher.RELAY));
    }
}
