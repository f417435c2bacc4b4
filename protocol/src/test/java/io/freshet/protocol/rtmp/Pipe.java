package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/// Carries bytes between a client and a server session, cut as it pleases.
///
/// Threading: confined to the test.
final class Pipe {

    private final RecordingClient client;
    private final RecordingServer server;
    private final Random cuts;
    private final int pieceMax;
    long nowNs;

    /// @param pieceMax pieces have 1 to so many bytes, by chance
    Pipe(RecordingClient client, RecordingServer server, int pieceMax) {
        this.client = client;
        this.server = server;
        this.pieceMax = pieceMax;
        this.cuts = new Random(pieceMax);
    }

    /// Until neither side has anything more to say.
    void run() throws ProtocolViolation {
        while (!client.sent.isEmpty() || !server.sent.isEmpty()) {
            for (ByteBuffer in = take(client.sent); in.hasRemaining();) {
                server.session.receive(piece(in), nowNs);
            }
            for (ByteBuffer in = take(server.sent); in.hasRemaining();) {
                client.session.receive(piece(in));
            }
        }
    }

    private ByteBuffer piece(ByteBuffer in) {
        int count = Math.min(in.remaining(), 1 + cuts.nextInt(pieceMax));
        ByteBuffer piece = in.slice(in.position(), count);
        in.position(in.position() + count);
        return piece;
    }

    static ByteBuffer take(List<Bytes> sent) {
        ByteBuffer all = ByteBuffer.allocate(sent.stream().mapToInt(Bytes::length).sum());
        sent.forEach(bytes -> bytes.writeTo(all));
        sent.clear();
        return all.flip();
    }
}
