@NullMarked
package io.freshet.server.probe;

import org.jspecify.annotations.NullMarked;
