/// Who may publish and who may watch, and until when.
///
/// Start at `RuledAccess`, which answers the media port. It goes by `rule`, a snapshot of what the
/// operators have set, written with what is in `match` and kept by `keep`; it reads signed tokens
/// with `token`, asks a program with `decide`. `routes` is all of it over the API.
///
/// Threading: snapshots are immutable; what is shared says how it is guarded.
@NullMarked
package io.freshet.control.access;

import org.jspecify.annotations.NullMarked;
