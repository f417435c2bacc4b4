/// What addresses tell: which region somebody is in.
///
/// Start at [io.freshet.net.address.Regions].
///
/// Threading: immutable.
///
/// Spec: MaxMind DB File Format 2.0; RFC 4632, 3.1
@NullMarked
package io.freshet.net.address;

import org.jspecify.annotations.NullMarked;
