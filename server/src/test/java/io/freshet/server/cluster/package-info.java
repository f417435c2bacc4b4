/// Tests of what makes a node one of many.
///
/// Threading: each test is confined to its thread.
@NullMarked
package io.freshet.server.cluster;

import org.jspecify.annotations.NullMarked;
