/// What one operation of the hot paths costs: time, and bytes allocated.
///
/// Start at `scripts/benchmarks`; each class is one path, [io.freshet.benchmarks.Material] is what
/// goes through all of them. Nothing here is part of the product.
///
/// Threading: confined to JMH's one thread, but for [io.freshet.benchmarks.FanoutBenchmark].
@NullMarked
package io.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;
