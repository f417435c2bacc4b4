/// Tests of HTTP/2's header blocks; the rest is tested through the server, in `net.http`.
@NullMarked
package io.freshet.net.http.h2;

import org.jspecify.annotations.NullMarked;
