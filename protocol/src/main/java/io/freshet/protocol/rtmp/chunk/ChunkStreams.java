package io.freshet.protocol.rtmp.chunk;

import io.freshet.protocol.ProtocolViolation;
import java.util.Arrays;

/// The chunk streams of one session, few of them, found by id.
///
/// Threading: confined to its [ChunkReader].
final class ChunkStreams {

    /// Stands for no chunk stream; always empty.
    static final ChunkStream NONE = new ChunkStream(-1);

    private final int countMax;
    private ChunkStream[] open = new ChunkStream[0];

    ChunkStreams(int countMax) {
        this.countMax = countMax;
    }

    /// The one with that id, or [#NONE].
    ChunkStream find(int id) {
        // Two to six of them: a walk beats a map, and makes no Integer. Who is asked for moves
        // forward by a place, so that a publisher's sound and pictures come to stand in front.
        for (int i = 0; i < open.length; i++) {
            ChunkStream stream = open[i];
            if (stream.id == id) {
                if (i > 1) {
                    open[i] = open[i - 1];
                    open[i - 1] = stream;
                }
                return stream;
            }
        }
        return NONE;
    }

    ChunkStream findOrOpen(int id) throws ProtocolViolation {
        ChunkStream found = find(id);
        if (found != NONE) {
            return found;
        }
        if (open.length == countMax) {
            throw new ProtocolViolation("more than " + countMax + " chunk streams");
        }
        ChunkStream opened = new ChunkStream(id);
        open = Arrays.copyOf(open, open.length + 1);
        open[open.length - 1] = opened;
        return opened;
    }
}
