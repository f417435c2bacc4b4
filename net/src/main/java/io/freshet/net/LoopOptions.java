package io.freshet.net;

import java.util.function.LongSupplier;

/// How loops tell the time, and what becomes of it when they are late.
///
/// @param clock    monotonic, ns
/// @param limits   when a loop is pressed
/// @param listener who is told
public record LoopOptions(LongSupplier clock, LoadLimits limits, LoadListener listener) {

    /// The machine's clock; nobody asks how late they are.
    public static final LoopOptions DEFAULT =
            new LoopOptions(System::nanoTime, LoadLimits.OFF, (_, _) -> { });
}
