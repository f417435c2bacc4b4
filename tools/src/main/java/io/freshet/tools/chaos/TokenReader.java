package io.freshet.tools.chaos;

import io.freshet.format.flv.FlvReader;
import io.freshet.format.relay.RelayDemuxer;
import io.freshet.media.Bytes;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.tools.wire.Connection;
import io.freshet.tools.wire.Conversation;
import io.freshet.tools.wire.HttpHead;
import io.freshet.tools.wire.HttpReader;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.PeerFault;
import io.freshet.tools.wire.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads from one node as other nodes do, always, and says what cuts it hears there.
///
/// It never says what it has heard elsewhere, so that nobody learns of a leader by it.
///
/// Threading: confined to its loop.
///
/// Spec: docs/relay.md
final class TokenReader {

    private static final long SILENCE_NS = 1_000_000_000L;
    private static final long LOOK_NS = 100_000_000L;
    private static final long RETRY_NS = 200_000_000L;

    private final LoadLoop loop;
    private final Ground.Node node;
    private final String path;
    private final NodeSignature signature;
    private final Hearing hearing;
    private Optional<Connection> connection = Optional.empty();
    private boolean stopping;
    private long clockOffMs;
    private long heardNs;

    /// @param stream `/APP/NAME`
    TokenReader(LoadLoop loop, Ground.Node node, String stream, NodeSignature signature,
            Hearing hearing) {
        this.loop = loop;
        this.node = node;
        this.path = "/relay" + stream + ".flv?from=window&node=reader-" + node.name()
                + "&region=" + node.lot().region();
        this.signature = signature;
        this.hearing = hearing;
    }

    void open() {
        connect();
        look();
    }

    private void connect() {
        if (!stopping) {
            heardNs = System.nanoTime();
            Connection opened = loop.connect(Target.parse("http://" + node.host() + ":"
                    + node.http() + path), new Visit());
            connection = opened.isOpen() ? Optional.of(opened) : Optional.empty();
        }
    }

    private void look() {
        if (stopping) {
            return;
        }
        long nowNs = System.nanoTime();
        if (nowNs - heardNs > SILENCE_NS) {
            connection.ifPresent(each -> each.close("silence"));
        }
        loop.schedule(this::look, nowNs + LOOK_NS);
    }

    void stop() {
        stopping = true;
        connection.ifPresent(each -> each.close("stopped"));
    }

    private final class Visit implements Conversation, HttpReader.Sink {

        private final HttpReader http = new HttpReader();
        private final FlvReader flv = new FlvReader();
        private final RelayDemuxer relay = new RelayDemuxer();

        @Override
        public void onOpen(Connection opened, long nowNs) {
            opened.send(ByteBuffer.wrap(String.join("\r\n", "GET " + path + " HTTP/1.1",
                    "Host: " + node.host() + ":" + node.http(), "Authorization: "
                            + signature.of(path, System.currentTimeMillis() + clockOffMs),
                    "", "").getBytes(StandardCharsets.ISO_8859_1)));
        }

        @Override
        public void onBytes(ByteBuffer in, long nowNs) throws PeerFault {
            heardNs = nowNs;
            http.read(in, this);
        }

        @Override
        public void onHead(HttpHead head) throws PeerFault {
            if (head.status() != 200) {
                head.header("freshet-time").filter(time -> time.matches("[0-9]{1,15}"))
                        .ifPresent(time -> clockOffMs = Long.parseLong(time)
                                - System.currentTimeMillis());
                throw new PeerFault("HTTP " + head.status());
            }
        }

        @Override
        public void onBody(ByteBuffer range) throws PeerFault {
            try {
                flv.read(range, this::tag);
            } catch (MediaException bad) {
                throw new PeerFault("no relay: " + bad.getMessage());
            }
        }

        private void tag(int type, long timestampMs, Bytes body) throws MediaException {
            relay.accept(type, timestampMs, body, this::signal);
        }

        /// What there was already is history, of leaders before as well.
        private void signal(Signal signal) {
            if (relay.isLive() && signal instanceof Mark.Cut cut) {
                hearing.heard(node.name(), cut, heardNs);
            }
        }

        @Override
        public void onEnd() throws PeerFault {
            throw new PeerFault("ended");
        }

        @Override
        public void onClosed(String reason, long nowNs) {
            connection = Optional.empty();
            loop.schedule(TokenReader.this::connect, nowNs + RETRY_NS);
        }
    }
}
