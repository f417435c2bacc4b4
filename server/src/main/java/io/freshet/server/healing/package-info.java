/// Looks at nodes as viewers see them, and does what [io.freshet.cluster.heal] decides.
///
/// Start at [io.freshet.server.healing.HealingStart]. A node without `healing.enabled`
/// loads nothing of this.
///
/// Threading: shared; see each class.
@NullMarked
package io.freshet.server.healing;

import org.jspecify.annotations.NullMarked;
