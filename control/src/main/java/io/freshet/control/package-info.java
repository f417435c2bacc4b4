/// REST API, metrics and health on a port of their own.
///
/// Threading: virtual threads.
@NullMarked
package io.freshet.control;

import org.jspecify.annotations.NullMarked;
