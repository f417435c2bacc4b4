/// The words of a command: options with values, flags, and addresses.
///
/// Start at [io.freshet.tools.options.Words].
///
/// Threading: confined to the main thread.
@NullMarked
package io.freshet.tools.options;

import org.jspecify.annotations.NullMarked;
