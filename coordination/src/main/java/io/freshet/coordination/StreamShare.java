package io.freshet.coordination;

import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;

/// A node's part in a stream, told on the bus to one who has asked all of them.
///
/// @param node       its id
/// @param parent     from which node it has the stream; empty if it leads, or looks for one
/// @param level      how far from the leader at most; -1 if nothing comes in
/// @param token      of the leader whose cuts it sends
/// @param bitrateBps of the stream as it comes in
/// @param viewers    who watch it there
public record StreamShare(String node, String parent, int level, long token, long bitrateBps,
        long viewers) {

    /// Where questions are sent.
    public static final String QUESTIONS = "tree.ask";

    /// Who asks, and for which stream.
    ///
    /// @param answers subject on which answers are awaited
    /// @param stream  its key, as text
    public record Question(String answers, String stream) {

        /// As it is sent.
        public Bytes bytes() {
            return StreamShare.bytes(new Fields().put("answers", answers).put("stream", stream));
        }

        /// Reads what [#bytes] wrote.
        ///
        /// @throws BadRecordException if it is not that
        public static Question parse(Bytes bytes) throws BadRecordException {
            Fields fields = fields(bytes);
            String answers = fields.get("answers");
            if (!answers.matches("tree\\.[a-z0-9-]{1,60}")) {
                throw new BadRecordException("no subject for answers: " + answers);
            }
            return new Question(answers, fields.get("stream"));
        }
    }

    private static Bytes bytes(Fields fields) {
        return Bytes.wrap(fields.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Fields fields(Bytes bytes) throws BadRecordException {
        return Fields.parse(StandardCharsets.UTF_8.decode(bytes.buffer()).toString());
    }

    /// As it is sent.
    public Bytes bytes() {
        return bytes(new Fields().put("node", node).put("parent", parent).put("level", level)
                .put("token", token).put("bitrate-bps", bitrateBps).put("viewers", viewers));
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @throws BadRecordException if it is not that
    public static StreamShare parse(Bytes bytes) throws BadRecordException {
        Fields fields = fields(bytes);
        return new StreamShare(fields.get("node"), fields.get("parent"),
                (int) fields.number("level"), fields.number("token"),
                fields.number("bitrate-bps"), fields.number("viewers"));
    }
}
