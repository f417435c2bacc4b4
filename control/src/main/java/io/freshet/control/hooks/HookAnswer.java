package io.freshet.control.hooks;

import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;

/// What a webhook's server said.
///
/// @param status of HTTP; a redirect is an answer like any other and is not followed
/// @param body   whole, within the bound of the call
public record HookAnswer(int status, Bytes body) {

    /// Whether the server took it.
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// The body as text; hostile.
    public String text() {
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }
}
