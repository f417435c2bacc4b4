/// AC-3 and E-AC-3: the sync frame's header and the track it makes.
///
/// Threading: immutable; parsers are stateless.
/// Spec: ETSI TS 102 366 V1.4.1, 4.3, E.1.2 and annex F.
@NullMarked
package io.freshet.format.ac3;

import org.jspecify.annotations.NullMarked;
