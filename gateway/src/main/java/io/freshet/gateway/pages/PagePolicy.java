package io.freshet.gateway.pages;

import io.freshet.net.address.MediaOrigins;
import java.util.Collection;

/// What the public pages may load: their own files, and media from nodes of the same cluster, to
/// which a node that drains sends its viewers.
///
/// Spec: Content Security Policy Level 3.
///
/// Threading: stateless.
final class PagePolicy {

    private PagePolicy() {
    }

    /// @param others `http://HOST:PORT` or `https://HOST:PORT` of other nodes
    static String of(Collection<String> others) {
        String media = MediaOrigins.of(others);
        return "default-src 'none'; script-src 'self'; style-src 'self'; "
                + "img-src 'self' data:; media-src 'self' blob:" + media + "; connect-src 'self'"
                + media + "; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'self'";
    }
}
