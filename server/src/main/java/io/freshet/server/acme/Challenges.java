package io.freshet.server.acme;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the authority shall find at `/.well-known/acme-challenge/TOKEN` while it checks that a name
/// leads here.
///
/// Spec: RFC 8555, 8.3.
///
/// Threading: shared; holds a token for each domain of one order.
public final class Challenges {

    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /// What to answer, if it is a token of ours.
    public Optional<String> answer(String token) {
        return Optional.ofNullable(answers.get(token));
    }

    void put(String token, String authorization) {
        answers.put(token, authorization);
    }

    void clear() {
        answers.clear();
    }
}
