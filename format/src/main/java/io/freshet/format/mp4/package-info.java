/// Fragmented mp4 in the form of CMAF: one track a file, an init segment and fragments behind it.
///
/// Start at [CmafInit] and [CmafFragment]. Both are functions of their parameters alone: equal
/// tracks and samples make equal bytes on every node, so nothing here may depend on time, chance or
/// the order of a hash.
///
/// Threading: immutable; writers are stateless.
/// Spec: ISO/IEC 14496-12:2022; ISO/IEC 23000-19:2024, 7.
@NullMarked
package io.freshet.format.mp4;

import org.jspecify.annotations.NullMarked;
