/// Protocols to live streams and back; one package per protocol, none imports another.
///
/// Threading: event loops; each class says which.
@NullMarked
package io.freshet.gateway;

import org.jspecify.annotations.NullMarked;
