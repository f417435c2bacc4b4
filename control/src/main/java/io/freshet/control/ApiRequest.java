package io.freshet.control;

import java.util.Optional;

/// A request as the API sees it, free of the HTTP library.
///
/// @param method       in capitals
/// @param rawPath      as sent: percent-encoded, without query
/// @param app          the query's `app`, decoded
/// @param host         header `Host`
/// @param origin       header `Origin`; browsers alone send it
/// @param secFetchSite header `Sec-Fetch-Site`; browsers alone send it
/// @param hasBody      whether the header announces one
/// @param peer         address of the one who asks, for the log
record ApiRequest(String method, String rawPath, Optional<String> app, Optional<String> host,
        Optional<String> origin, Optional<String> secFetchSite, boolean hasBody, String peer) {

    /// Whether it only looks.
    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
