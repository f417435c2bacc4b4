package io.freshet.control.hooks;

import io.freshet.control.hooks.Delivery.Result;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Sends one event to one webhook, once.
///
/// Threading: shared; `send` blocks for ten seconds at most.
///
/// @param client makes the request; asked for when there is one to make
/// @param clock  of the time that is signed
record Letter(Supplier<HookClient> client, Clock clock) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// @param id of the event: a receiver that got it already knows it by that
    Result send(Webhook hook, String id, String json) throws InterruptedException {
        Bytes body = Bytes.wrap(json.getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = new HashMap<>(HookSignature.headers(hook.secret(), id,
                clock.wallMs() / 1000, body));
        headers.put("Content-Type", "application/json");
        try {
            HookTarget target = HookTarget.of(hook.terms().url(), hook.terms().privateAllowed());
            HookAnswer answer = client.get().send(HookCall.post(target, headers, body, TIMEOUT));
            return new Result(answer.status(), answer.isSuccess() ? ""
                    : "answered " + answer.status());
        } catch (HookFailure failure) {
            return new Result(0, String.valueOf(failure.getMessage()));
        }
    }
}
