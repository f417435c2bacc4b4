/// Signed playback: tokens and the keys they are checked by.
///
/// Start at `PlayTokens`; `Jwt` and `ShortToken` are the two forms, `JwksKeys` fetches customers'
/// keys.
///
/// Threading: values are immutable; what is shared says how it is guarded.
@NullMarked
package io.freshet.control.access.token;

import org.jspecify.annotations.NullMarked;
