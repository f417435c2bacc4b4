package io.freshet.control.access.rule;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each publish key was last used on this node since its start.
///
/// Threading: shared.
public final class KeyUse {

    /// Keys that were deleted stay in it; there are not so many.
    private static final int KEYS_MAX = 100_000;

    private final Map<String, Long> lastMs = new ConcurrentHashMap<>();

    public void used(String keyId, long nowMs) {
        if (lastMs.size() < KEYS_MAX) {
            lastMs.put(keyId, nowMs);
        }
    }

    public Optional<Long> lastMs(String keyId) {
        return Optional.ofNullable(lastMs.get(keyId));
    }
}
