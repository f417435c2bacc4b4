package io.freshet.net.http.client;

import java.time.Duration;

/// How patient we are with those whom we ask.
///
/// @param headTimeout  from the request to the end of the head; each to the next if it is a 1xx
/// @param headBytesMax of one head
public record HttpClientOptions(Duration headTimeout, int headBytesMax) {

    /// What a healthy server in another part of the world keeps to.
    public static final HttpClientOptions DEFAULT =
            new HttpClientOptions(Duration.ofSeconds(5), 16 << 10);
}
