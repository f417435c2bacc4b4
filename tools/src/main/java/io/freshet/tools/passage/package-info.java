/// A long way between two networks of our own: packets that come late, and some that never come.
///
/// Start at [io.freshet.tools.passage.Passage]. Linux alone; needs `/dev/net/tun` and the right to
/// make devices, which who has made a network namespace has in it.
///
/// Threading: see each class.
///
/// Spec: Linux, Documentation/networking/tuntap.rst
@NullMarked
package io.freshet.tools.passage;

import org.jspecify.annotations.NullMarked;
