package io.freshet.server.config;

import java.time.Duration;

/// How often a viewer's waiting bytes are written out.
///
/// @param every     at most this often; zero is with every frame
/// @param withVideo true: with every video frame, and 40 ms after the first waiting byte at the
///                  latest; `every` is zero then
public record FlushInterval(Duration every, boolean withVideo) {

    static final FlushInterval AT_ONCE = new FlushInterval(Duration.ZERO, false);
    static final FlushInterval WITH_VIDEO = new FlushInterval(Duration.ZERO, true);
}
