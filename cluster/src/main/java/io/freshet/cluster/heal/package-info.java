/// What is done about a node that does not give viewers what it should.
///
/// Start at [io.freshet.cluster.heal.Healing]: looks at nodes go in, what is to be done comes out.
/// Who looks and who does it is elsewhere, so that a simulation runs the same rules.
///
/// Threading: confined to the caller.
@NullMarked
package io.freshet.cluster.heal;

import org.jspecify.annotations.NullMarked;
