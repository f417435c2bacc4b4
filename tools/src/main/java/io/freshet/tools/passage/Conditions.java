package io.freshet.tools.passage;

/// How long the way is.
///
/// @param delayMs     from one end to the other
/// @param lossPercent of packets, each way
public record Conditions(int delayMs, double lossPercent) {

    /// As short as it gets.
    public static final Conditions CLEAR = new Conditions(0, 0);

    /// In words.
    @Override
    public String toString() {
        return 2 * delayMs + " ms there and back, " + lossPercent + " % loss";
    }

    public Conditions {
        if (delayMs < 0 || delayMs > 10_000 || lossPercent < 0 || lossPercent > 100) {
            throw new IllegalArgumentException(delayMs + " ms, " + lossPercent + " %");
        }
    }
}
