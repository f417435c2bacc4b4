package io.freshet.control.people;

/// Somebody signed in with one browser.
///
/// @param id        what lists show; no secret
/// @param userId    whose
/// @param userName  whose
/// @param createdMs Unix time
/// @param seenMs    Unix time of the last request, a minute behind at most
/// @param expiresMs Unix time when it ends at the latest
/// @param address   from which it was begun
/// @param agent     what the browser called itself; hostile text
record Session(String id, String userId, String userName, long createdMs, long seenMs,
        long expiresMs, String address, String agent) {
}
