package io.freshet.server.cluster;

import io.freshet.cluster.Leading;
import io.freshet.cluster.Leading.Claimed;
import io.freshet.coordination.HighWater;
import io.freshet.live.PublishPlacement;
import io.freshet.live.relay.TrialName;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Where encoders publish: claims the stream for this node, or stands by where another leads. For
/// a stream that does not fit in here there may be room at another node.
///
/// Threading: shared.
///
/// @param node      this node's id
/// @param fits      whether there is room for a stream here, or it is here already
/// @param leading   makes claims
/// @param raise     told above which numbers a new leader must cut
/// @param standby   told of a stream whose publisher stands by here
/// @param random    names sessions
record Placement(String node, Predicate<StreamKey> fits, Leading leading,
        BiConsumer<StreamKey, HighWater> raise, Consumer<StreamKey> standby,
        RandomGenerator random) implements PublishPlacement {

    @Override
    public CompletionStage<PublishPlacement.Placement> place(StreamKey key, Peer peer) {
        if (TrialName.is(key)) {
            // Nobody else is to know of it.
            return CompletableFuture.completedStage(new Here(0));
        }
        Optional<Claimed.Elsewhere> other = fits.test(key) ? Optional.empty()
                : leading.elsewhere(key);
        if (other.isPresent()) {
            return CompletableFuture.completedStage(answer(key, other.get()));
        }
        String session = node + "-" + HexFormat.of().toHexDigits(random.nextLong());
        return leading.claim(key, session).thenApply(claimed -> answer(key, claimed));
    }

    private PublishPlacement.Placement answer(StreamKey key, Claimed claimed) {
        return switch (claimed) {
            case Claimed.Leads(long token, HighWater above) -> {
                raise.accept(key, above);
                yield new Here(token);
            }
            case Claimed.Standby _ -> {
                standby.accept(key);
                yield new Standby();
            }
            case Claimed.Elsewhere(String other, String rtmp, String _) -> rtmp.isEmpty()
                    ? new Nowhere("publish to node " + other) : new Elsewhere(URI.create(rtmp));
            case Claimed.Refused(String reason) -> new Nowhere(reason);
        };
    }
}
