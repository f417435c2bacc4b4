package io.freshet.gateway.relay;

/// What fetching has cost and what became of it, since the node began.
///
/// @param pulls   streams that were fetched
/// @param opened  sources that answered, reopened ones included
/// @param lost    sources that were lost or could not be reached
/// @param gaps    reopenings with something missing
/// @param bytes   that came
/// @param running streams that are fetched now
public record RelayCounts(long pulls, long opened, long lost, long gaps, long bytes,
        int running) {
}
