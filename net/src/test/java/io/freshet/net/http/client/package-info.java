/// Tests of the HTTP server: pure parsers by tables, and real clients on every transport.
///
/// Threading: a test thread and two loops.
@NullMarked
package io.freshet.net.http.client;

import org.jspecify.annotations.NullMarked;
