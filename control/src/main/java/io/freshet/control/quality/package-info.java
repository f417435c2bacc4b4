/// How well streams come in and arrive: what the publisher sends, and what players tell.
///
/// Start at [io.freshet.control.quality.QualityDesk]. `IngestProbe` listens to a stream's frames,
/// `IngestRules` says in plain words what is wrong with them; `StreamQuality` gathers what players
/// say by beacon and CMCD. All of it is bounded, and forgotten with its stream.
///
/// Threading: each class says.
@NullMarked
package io.freshet.control.quality;

import org.jspecify.annotations.NullMarked;
