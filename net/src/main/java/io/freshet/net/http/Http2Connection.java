package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.freshet.net.http.h2.FrameLink;
import io.freshet.net.http.h2.FrameStream;
import io.freshet.net.http.h2.LinkUser;
import io.freshet.net.http.h2.StreamUser;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One HTTP/2 connection; each of its streams is an [Http2Exchange].
///
/// Spec: RFC 9113. Bounds: those of [FrameLink], and control frames that come; a peer that passes
/// one loses the connection.
///
/// Threading: confined to the connection's loop.
final class Http2Connection implements TcpHandler, HttpSite.Watched, LinkUser {
    /// Settings, pings and the like between two looks; honest peers send one in seconds.
    private static final int CONTROL_FRAMES_MAX = 500;
    /// For the peer to take the last bytes and to close its side.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final TcpConnection connection;
    private final HttpSite site;
    private final FrameLink link;
    private final Set<Http2Exchange> exchanges = new HashSet<>();
    private boolean draining;
    private int controlFrames;
    private long sinceNs;

    Http2Connection(TcpConnection connection, HttpSite site) {
        this.connection = connection;
        this.site = site;
        this.sinceNs = site.loop().nowNs();
        site.watch(this);
        this.link = FrameLink.open(connection.channel(), site.options().http2StreamsMax(),
                Http1Head.HEAD_BYTES_MAX, this);
    }

    @Override
    public StreamUser onBegun(FrameStream stream, Http2Headers head) {
        Http2Exchange exchange = new Http2Exchange(this, stream, head);
        exchanges.add(exchange);
        return exchange;
    }

    void ended(Http2Exchange exchange) {
        exchanges.remove(exchange);
        sinceNs = site.loop().nowNs();
        if (draining && exchanges.isEmpty()) {
            // When the codec is done with the stream that ended.
            site.loop().execute(this::closeIfDrained);
        }
    }

    private void closeIfDrained() {
        if (exchanges.isEmpty()) {
            connection.closeWhenSent(CloseCause.SHUTDOWN, "", CLOSE_PATIENCE);
        }
    }

    TcpConnection connection() {
        return connection;
    }

    HttpSite site() {
        return site;
    }

    /// Streams that the codec knows, and exchanges.
    @Override
    public int held() {
        return exchanges.size() + link.streams();
    }

    @Override
    public void onControlFrame() {
        controlFrames++;
        if (controlFrames > CONTROL_FRAMES_MAX) {
            connection.close(CloseCause.PROTOCOL, "flood of http/2 control frames");
        }
    }

    /// It is no fault of ours.
    @Override
    public void onBroken(String how) {
        site.tally().refused.increment();
        connection.close(CloseCause.PROTOCOL, "http/2: " + how);
    }

    /// Never called: the codec stands before it.
    @Override
    public void onBytes(ByteBuf bytes) {}

    @Override
    public void onDraining() {
        draining = true;
        link.goAway();
        closeIfDrained();
    }

    @Override
    public void look(long nowNs) {
        controlFrames = 0;
        for (Http2Exchange exchange : List.copyOf(exchanges)) {
            exchange.look(nowNs);
        }
        if (!exchanges.isEmpty()) {
            sinceNs = nowNs;
        } else if (nowNs - sinceNs > site.options().idleTimeout().toNanos()) {
            site.tally().idleTimeouts.increment();
            connection.close(CloseCause.DONE, "idle");
        }
    }

    @Override
    public void onClosed(Closed closed) {
        site.forget(this);
    }
}
