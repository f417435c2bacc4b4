package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.protocol.rtmp.handshake.ClientHandshake.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A client session with an owner that writes down what it hears.
///
/// Threading: confined to the test.
final class RecordingClient implements RtmpClientListener {

    /// What the owner has heard, a line each.
    final List<String> events = new ArrayList<>();
    /// What goes to the server, until somebody takes it.
    final List<Bytes> sent = new ArrayList<>();
    final RtmpClientSession session;

    RecordingClient(RtmpClientTarget target) {
        this(target, RtmpCapabilities.NONE, Dialect.SIMPLE);
    }

    RecordingClient(RtmpClientTarget target, RtmpCapabilities ours, Dialect dialect) {
        session = new RtmpClientSession(target, ours, this, sent::add,
                new ClientHandshake(new Random(2), dialect));
    }

    @Override
    public void onStarted(RtmpCapabilities server) {
        events.add("started " + server);
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        events.add("media " + tagType + " @" + timestampMs + " " + body);
    }

    @Override
    public void onEnded(RtmpStatus status) {
        events.add("ended " + status.code() + ": " + status.description());
    }

    @Override
    public void onReconnectRequest(Optional<String> tcUrl) {
        events.add("reconnect " + tcUrl.orElse("here"));
    }
}
