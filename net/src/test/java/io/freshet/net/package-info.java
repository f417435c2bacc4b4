/// Tests on real loopback sockets, each on every transport of the machine.
///
/// Threading: a test thread and two loops.
@NullMarked
package io.freshet.net;

import org.jspecify.annotations.NullMarked;
