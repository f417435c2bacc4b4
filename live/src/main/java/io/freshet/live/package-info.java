/// The live core, blind to protocols: streams, inputs, subscribers, packaging.
///
/// Threading: one owner loop per stream; each class says.
@NullMarked
package io.freshet.live;

import org.jspecify.annotations.NullMarked;
