package io.freshet.coordination;

/// Who has a duty; it does not end by itself, another node claims it when the holder is gone.
///
/// @param holder  node id, empty when it was given back
/// @param sinceMs Unix time when the holder took it, ms, for people
public record Lease(String holder, long sinceMs) {

    /// Whether nobody has it.
    public boolean isFree() {
        return holder.isEmpty();
    }

    /// As it is kept.
    public String text() {
        return new Fields().put("holder", holder).put("since", sinceMs).text();
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws BadRecordException if it is not that
    public static Lease parse(String text) throws BadRecordException {
        Fields fields = Fields.parse(text);
        return new Lease(fields.get("holder"), fields.number("since"));
    }
}
