/// Real work for a node that nobody watches yet, so that the JVM can keep what it learns from it
/// (the AOT cache): which classes are needed, and which methods are hot and how.
///
/// Begin with `Rehearsal`.
///
/// Threading: virtual threads that block.
@NullMarked
package io.freshet.server.rehearsal;

import org.jspecify.annotations.NullMarked;
