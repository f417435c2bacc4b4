/// Figures of the last minutes, sample by sample: what charts show, and the feed that moves them.
///
/// Start at [io.freshet.control.series.SeriesBook], which samples every second what others count.
///
/// Threading: one thread samples; all may read.
@NullMarked
package io.freshet.control.series;

import org.jspecify.annotations.NullMarked;
