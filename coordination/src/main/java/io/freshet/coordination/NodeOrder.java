package io.freshet.coordination;

import java.util.Locale;

/// What others want of a node: its record is written by itself alone, and it may not answer.
///
/// A node is treated by the worse of its record and its order from the moment that the order is
/// seen. No order, or one that wants [NodeState#READY], asks nothing of it.
///
/// @param node    its id
/// @param wanted  how it should be: ready, draining or evicted
/// @param by      who wants it: a user's name, or `healing`; one line
/// @param reason  for people; one line, may be empty
/// @param sinceMs Unix time when it was given, ms
public record NodeOrder(String node, NodeState wanted, String by, String reason, long sinceMs) {

    /// Longer reasons are for a log, not for a table that every node has a copy of.
    public static final int TEXT_CHARS_MAX = 300;

    public NodeOrder {
        NodeRecord.checkId(node);
        if (wanted == NodeState.STOPPED) {
            throw new IllegalArgumentException("a node cannot be ordered to have stopped");
        }
        if (by.length() > TEXT_CHARS_MAX || reason.length() > TEXT_CHARS_MAX) {
            throw new IllegalArgumentException("more than " + TEXT_CHARS_MAX + " characters");
        }
    }

    /// As it is kept.
    public String text() {
        return new Fields().put("node", node)
                .put("wanted", wanted.name().toLowerCase(Locale.ROOT)).put("by", by)
                .put("reason", reason).put("since", sinceMs).text();
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws BadRecordException if it is not that
    public static NodeOrder parse(String text) throws BadRecordException {
        Fields fields = Fields.parse(text);
        try {
            return new NodeOrder(fields.get("node"),
                    NodeState.valueOf(fields.get("wanted").toUpperCase(Locale.ROOT)),
                    fields.get("by"), fields.get("reason"), fields.number("since"));
        } catch (IllegalArgumentException bad) {
            throw new BadRecordException(String.valueOf(bad.getMessage()));
        }
    }
}
