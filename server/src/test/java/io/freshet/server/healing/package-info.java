/// Tests of what heals nodes.
///
/// Threading: each type says.
@NullMarked
package io.freshet.server.healing;

import org.jspecify.annotations.NullMarked;
