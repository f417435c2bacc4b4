package io.freshet.gateway;

/// Why a viewer is not let in, and when it may ask again.
///
/// @param reason in words, for the one who asked
/// @param retryS seconds; different ones for different viewers, so that they do not come back in
///               step
public record Refusal(String reason, int retryS) {
}
