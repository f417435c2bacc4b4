/// Tests of certificates.
///
/// Threading: the test's own.
@NullMarked
package io.freshet.net.tls;

import org.jspecify.annotations.NullMarked;
