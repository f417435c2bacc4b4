/// Who may sign in, who is signed in, which programs may ask, and what they all changed.
///
/// Begin with `People`. Passwords are hashed with Argon2id, two at a time on threads of their own;
/// session cookies and API tokens are random and kept as SHA-256. `Throttle` slows who guesses.
///
/// Threading: shared; calls block for the database or a hash, on the thread of a request.
@NullMarked
package io.freshet.control.people;

import org.jspecify.annotations.NullMarked;
