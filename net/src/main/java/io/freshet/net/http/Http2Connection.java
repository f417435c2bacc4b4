package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One HTTP/2 connection: Netty frames it, each of its streams is an [Http2Exchange].
///
/// Spec: RFC 9113. Bounds: streams at a time, header list, resets, empty and small frames, queued
/// and received control frames; a peer that passes one loses the connection.
///
/// Threading: confined to the connection's loop.
final class Http2Connection implements TcpHandler, HttpSite.Watched {
    /// Answers to settings, pings and resets that the peer does not read.
    private static final int QUEUED_CONTROL_FRAMES_MAX = 1000;
    /// Browsers reset some dozens when somebody seeks; RFC 9113, 10.5 leaves the number to us.
    private static final int RESETS_MAX = 200;
    private static final int RESETS_SECONDS = 30;
    /// Settings, pings and the like between two looks; honest peers send one in seconds.
    private static final int CONTROL_FRAMES_MAX = 500;

    private final TcpConnection connection;
    private final HttpSite site;
    private final Set<Http2Exchange> exchanges = new HashSet<>();
    private int controlFrames;
    private long sinceNs;

    Http2Connection(TcpConnection connection, HttpSite site) {
        this.connection = connection;
        this.site = site;
        this.sinceNs = site.loop().nowNs();
        site.watch(this);
        ChannelPipeline pipeline = connection.channel().pipeline();
        String last = pipeline.lastContext().name();
        pipeline.addBefore(last, "http2", codec(site.options()));
        pipeline.addBefore(last, "http2-streams", new Http2MultiplexHandler(
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        begin(stream);
                    }
                }));
        pipeline.addBefore(last, "http2-floods", new ControlFrames());
    }

    private static Http2FrameCodec codec(HttpOptions options) {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(options.http2StreamsMax())
                        .maxHeaderListSize(Http1Head.HEAD_BYTES_MAX))
                .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES_MAX)
                .gracefulShutdownTimeoutMillis(1_000)
                .build();
    }

    private void begin(Channel stream) {
        stream.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
                connection.channel().config().getWriteBufferWaterMark());
        Http2Exchange exchange = new Http2Exchange(this, stream);
        exchanges.add(exchange);
        stream.pipeline().addLast(exchange);
    }

    void ended(Http2Exchange exchange) {
        exchanges.remove(exchange);
        sinceNs = site.loop().nowNs();
    }

    TcpConnection connection() {
        return connection;
    }

    HttpSite site() {
        return site;
    }

    /// Counts what the codec leaves over: frames that belong to no stream.
    private final class ControlFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            ReferenceCountUtil.release(frame);
            controlFrames++;
            if (controlFrames > CONTROL_FRAMES_MAX) {
                connection.close(CloseCause.PROTOCOL, "flood of http/2 control frames");
            }
        }

        /// The codec has told the peer already; it is no fault of ours.
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof Http2Exception broken) {
                site.tally().refused.increment();
                connection.close(CloseCause.PROTOCOL, "http/2: " + broken.getMessage());
            } else {
                ctx.fireExceptionCaught(cause);
            }
        }
    }

    /// Never called: the codec stands before it.
    @Override
    public void onBytes(ByteBuf bytes) {}

    @Override
    public void onDraining() {
        var _ = connection.channel().pipeline().context("http2")
                .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        if (exchanges.isEmpty()) {
            connection.close(CloseCause.SHUTDOWN, "");
        }
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
