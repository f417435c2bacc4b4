package io.freshet.coordination;

import java.util.List;
import java.util.stream.Stream;

/// Who leads a stream, and who stands by.
///
/// Written when a session starts, when the leader changes, at a discontinuity, when a standby
/// comes or goes, and every 60 s.
///
/// @param leader      node id; empty when nobody publishes it any more
/// @param token       the leader's, or 0 in the write that claims it: then the revision makes it
/// @param above       in the write that claims: the highest token known before; else 0
/// @param session     names the publish session
/// @param sinceMs     Unix time when the session began, ms
/// @param provisional whether the session began while the engine was away
/// @param highWater   how far its numbers have come
/// @param standbys    node ids with an input of their own that is held back, the best first
public record StreamEntry(String leader, long token, long above, String session, long sinceMs,
        boolean provisional, HighWater highWater, List<String> standbys) {

    /// More encoders than anybody pushes to one stream.
    public static final int STANDBYS_MAX = 16;

    public StreamEntry {
        standbys = List.copyOf(standbys);
    }

    /// The token that holds for this entry at that revision.
    public long tokenAt(long revision) {
        return token != 0 ? token : Tokens.confirmed(revision, above);
    }

    /// Whether somebody leads it.
    public boolean isLed() {
        return !leader.isEmpty();
    }

    /// The same with other standbys.
    public StreamEntry with(List<String> others) {
        return new StreamEntry(leader, token, above, session, sinceMs, provisional, highWater,
                others);
    }

    /// The same without that node among those who stand by.
    public StreamEntry without(String node) {
        return with(standbys.stream().filter(each -> !each.equals(node)).toList());
    }

    /// The same with that node as the last of those who stand by.
    public StreamEntry standingBy(String node) {
        return with(Stream.concat(without(node).standbys.stream(), Stream.of(node)).toList());
    }

    /// The same, further on.
    public StreamEntry at(HighWater mark) {
        return new StreamEntry(leader, token, above, session, sinceMs, provisional, mark,
                standbys);
    }

    /// The same under a token that is written out, as every write after the claim is.
    public StreamEntry under(long settled) {
        return new StreamEntry(leader, settled, 0, session, sinceMs, provisional, highWater,
                standbys);
    }

    /// The same without a leader.
    public StreamEntry vacant(long settled) {
        return new StreamEntry("", settled, 0, session, sinceMs, provisional, highWater,
                standbys);
    }

    /// As it is kept.
    public String text() {
        return new Fields().put("leader", leader).put("token", token).put("above", above)
                .put("session", session).put("since", sinceMs)
                .put("provisional", provisional ? 1 : 0)
                .put("segment", highWater.segment())
                .put("discontinuity", highWater.discontinuity())
                .put("standbys", standbys).text();
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws BadRecordException if it is not that
    public static StreamEntry parse(String text) throws BadRecordException {
        Fields fields = Fields.parse(text);
        List<String> standbys = fields.list("standbys");
        if (standbys.size() > STANDBYS_MAX) {
            throw new BadRecordException(standbys.size() + " standbys");
        }
        return new StreamEntry(fields.get("leader"), fields.number("token"),
                fields.number("above"), fields.get("session"), fields.number("since"),
                fields.number("provisional") == 1,
                new HighWater(fields.number("segment"), fields.count("discontinuity")),
                standbys);
    }
}
