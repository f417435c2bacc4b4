package io.freshet.net.http.h2;

/// What stands in front of an answer's body.
///
/// @param date   as its field says it, or nothing
/// @param length of the body, or -1 if it is not told
/// @param fields all others, as [FieldBlock] wrote them; shared, and not to be changed
@SuppressWarnings("ArrayRecordComponent")
public record AnswerHead(int status, String date, long length, byte[] fields) {
}
