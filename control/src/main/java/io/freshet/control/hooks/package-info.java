/// Webhooks: requests that this node makes to an operator's servers.
///
/// [io.freshet.control.hooks.HookClient] makes one request and nothing but one, to an address that
/// [io.freshet.control.hooks.HookTarget] has allowed; [io.freshet.control.hooks.HookSignature] lets
/// the receiver know that it came from here. Who is told what happens is a `Webhook`; the
/// [io.freshet.control.hooks.Outbox] keeps what each is to be told with the events themselves, and
/// the [io.freshet.control.hooks.HookSender] sends it until it was taken.
///
/// Threading: calls block; make them on virtual threads, never on an event loop.
@NullMarked
package io.freshet.control.hooks;

import org.jspecify.annotations.NullMarked;
