package io.freshet.control.alerts;

import io.freshet.live.Streams;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// What rules are asked about.
///
/// @param streams      the node's
/// @param findings     what is wrong with what publishers send
/// @param errors       refused and failed publishers and viewers since each node of the cluster
///                     that is heard of started, by node
/// @param diskFree     share of the data folder's disk that is free; below 0 if unknown
/// @param dataFolder   as people know it
/// @param certificates when each ends, Unix ms, by the name of its listener or file
/// @param lostNodes    nodes of the cluster that are gone
/// @param calls        what people must hear of nodes that healing cannot help, by node
public record Facts(Streams streams, Findings findings, Supplier<Map<String, Long>> errors,
        DoubleSupplier diskFree, String dataFolder, Supplier<Map<String, Long>> certificates,
        Supplier<List<String>> lostNodes, Supplier<Map<String, String>> calls) {

    /// What is wrong with what publishers send.
    @FunctionalInterface
    public interface Findings {

        /// In words.
        ///
        /// @param badOnly what viewers notice now; else also what some of them will notice
        List<String> of(StreamKey key, boolean badOnly);
    }
}
