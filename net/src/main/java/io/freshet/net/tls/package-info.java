/// Certificates for the media ports: from PEM files, or one of our own making.
///
/// Start at [io.freshet.net.tls.TlsContexts].
///
/// Threading: any thread; files are read and written in the caller's, never on a loop.
@NullMarked
package io.freshet.net.tls;

import org.jspecify.annotations.NullMarked;
