/// What an audience needs beside media: the pages, and the list of public streams.
///
/// Threading: the connection's loop.
@NullMarked
package io.freshet.gateway.pages;

import org.jspecify.annotations.NullMarked;
