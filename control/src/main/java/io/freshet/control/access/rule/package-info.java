/// What operators have set, as a snapshot that questions are answered from.
///
/// Start at `Rules`: rules of every app, `AppRules`: those of one.
///
/// Threading: immutable, but for `KeyUse`, which is shared.
@NullMarked
package io.freshet.control.access.rule;

import org.jspecify.annotations.NullMarked;
