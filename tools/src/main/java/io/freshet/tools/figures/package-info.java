/// What was measured, and how it is told: a table, JSON, a page with plots.
///
/// Start at [io.freshet.tools.figures.Report]. All three are made from the same report, so none
/// knows more than the others. HdrHistogram and Jackson are used here alone.
///
/// Threading: immutable, but for [io.freshet.tools.figures.Spread], which has one owner.
@NullMarked
package io.freshet.tools.figures;

import org.jspecify.annotations.NullMarked;
