/// Tests of the long way between two networks.
///
/// Threading: each test is confined to its thread.
@NullMarked
package io.freshet.tools.passage;

import org.jspecify.annotations.NullMarked;
