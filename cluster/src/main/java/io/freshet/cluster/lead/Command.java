package io.freshet.cluster.lead;

import io.freshet.cluster.Leading.Claimed;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.StreamEntry;
import io.freshet.media.StreamKey;

/// What the rules of leadership want done.
public sealed interface Command {

    /// Which stream.
    StreamKey key();

    /// Write the entry; say what became of it by [Leadership#written].
    ///
    /// @param expected revision that it replaces
    record Write(StreamKey key, StreamEntry entry, long expected) implements Command {
    }

    /// Answer the publisher who asked.
    record Answer(StreamKey key, Claimed claimed) implements Command {
    }

    /// As [io.freshet.cluster.ClusterEvents#lead].
    record Lead(StreamKey key, long token, HighWater above) implements Command {
    }

    /// As [io.freshet.cluster.ClusterEvents#stepDown].
    record StepDown(StreamKey key, long token, String leader) implements Command {
    }
}
