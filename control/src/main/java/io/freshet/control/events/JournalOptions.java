package io.freshet.control.events;

/// Bounds of the journal.
///
/// @param segmentBytes a file is not continued beyond this
/// @param filesMax     files kept at the most; the oldest goes with what is in it
public record JournalOptions(long segmentBytes, int filesMax) {

    /// 64 MiB in all: some 250 000 events, hours of a busy node without its database.
    public static final JournalOptions DEFAULT = new JournalOptions(4L << 20, 16);
}
