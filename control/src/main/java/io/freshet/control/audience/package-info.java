/// Who watches: how many now, by protocol and region, and over time.
///
/// Start at [io.freshet.control.audience.AudienceBook]. What `live.Audience` counts is looked at
/// every second and summed up every minute; minutes are kept in the database. Sessions say where
/// viewers come from, and when they come and go.
///
/// Threading: each class says.
@NullMarked
package io.freshet.control.audience;

import org.jspecify.annotations.NullMarked;
