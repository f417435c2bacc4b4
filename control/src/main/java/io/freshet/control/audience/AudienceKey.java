package io.freshet.control.audience;

import io.freshet.media.StreamKey;

/// Whose audience: a stream's, an app's, or the node's.
///
/// @param app    empty for the node
/// @param stream empty for an app or the node
record AudienceKey(String app, String stream) {

    static final AudienceKey NODE = new AudienceKey("", "");

    static AudienceKey of(StreamKey key) {
        return new AudienceKey(key.app(), key.name());
    }

    static AudienceKey of(String app) {
        return new AudienceKey(app, "");
    }
}
