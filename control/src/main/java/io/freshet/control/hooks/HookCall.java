package io.freshet.control.hooks;

import io.freshet.media.Bytes;
import java.time.Duration;
import java.util.Map;

/// One request to make.
///
/// @param method         `GET` or `POST`
/// @param target         where to
/// @param headers        further ones; `Content-Type` for one with a body
/// @param body           empty for a GET
/// @param timeout        for all of it, from the look-up of the name to the last byte of the answer
/// @param answerBytesMax of the body of the answer
public record HookCall(String method, HookTarget target, Map<String, String> headers, Bytes body,
        Duration timeout, int answerBytesMax) {

    private static final int ANSWER_BYTES_MAX = 64 << 10;

    public HookCall {
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (!isField(name) || !isField(value) || name.isEmpty()) {
                throw new IllegalArgumentException("not a header field: " + name.length()
                        + " characters");
            }
        });
    }

    /// Gives JSON and takes what comes.
    public static HookCall post(HookTarget target, Map<String, String> headers, Bytes json,
            Duration timeout) {
        return new HookCall("POST", target, headers, json, timeout, ANSWER_BYTES_MAX);
    }

    /// Asks for a document.
    public static HookCall get(HookTarget target, Duration timeout, int answerBytesMax) {
        return new HookCall("GET", target, Map.of("Accept", "application/json"), Bytes.EMPTY,
                timeout, answerBytesMax);
    }

    private static boolean isField(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }
}
