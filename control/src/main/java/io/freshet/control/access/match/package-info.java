/// Patterns and lists that rules are written with: streams, addresses, hosts of pages.
///
/// Each is parsed from what an operator typed; `BadRuleException` says in words what is wrong.
///
/// Threading: immutable.
@NullMarked
package io.freshet.control.access.match;

import org.jspecify.annotations.NullMarked;
