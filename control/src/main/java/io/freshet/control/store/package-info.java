/// The database: SQLite in a file of the data folder, or PostgreSQL.
///
/// Begin with `Database`. Tables are made by the numbered scripts in `migrations`, in the subset
/// of SQL that both understand. What they hold is the affair of the packages that use them.
///
/// Threading: shared; calls block, for a second at most, and belong on virtual threads.
@NullMarked
package io.freshet.control.store;

import org.jspecify.annotations.NullMarked;
