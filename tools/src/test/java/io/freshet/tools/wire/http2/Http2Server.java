package io.freshet.tools.wire.http2;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;

/// A server of HTTP/2 by Netty, which knows some paths: `/N` is a body of N bytes in frames that
/// are padded, `/reset` a stream that is reset, `/leave` is followed by GOAWAY, `/none` is 404.
///
/// Threading: any thread.
final class Http2Server implements AutoCloseable {

    private static final int PADDING = 7;

    final AtomicInteger connections = new AtomicInteger();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    /// @param protocol what it lets itself be called
    Http2Server(String protocol) throws Exception {
        SslContext tls = tls(protocol);
        listener = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()),
                                Http2FrameCodecBuilder.forServer().build(),
                                new Http2MultiplexHandler(new Streams(channel)));
                    }
                }).bind("127.0.0.1", 0).sync().channel();
    }

    private static SslContext tls(String protocol) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "changeit".toCharArray();
        try (InputStream in = Http2Server.class.getResourceAsStream(
                "/io/freshet/tools/load/localhost.p12")) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(
                KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        return SslContextBuilder.forServer(managers).sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocol)).build();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private final class Streams extends ChannelInitializer<Channel> {

        private final Channel connection;

        Streams(Channel connection) {
            this.connection = connection;
        }

        @Override
        protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object frame) {
                    if (frame instanceof Http2HeadersFrame request) {
                        answer(ctx, request.headers().path().toString());
                    }
                }
            });
        }

        private void answer(ChannelHandlerContext ctx, String path) {
            asked.add(path);
            if (path.equals("/reset")) {
                var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
                return;
            }
            boolean known = path.matches("/\\d+");
            int length = known ? Integer.parseInt(path.substring(1)) : 0;
            Http2Headers headers = new DefaultHttp2Headers().status(path.equals("/none")
                    ? "404" : "200").add("x-path", path);
            var _ = ctx.write(new DefaultHttp2HeadersFrame(headers, length == 0));
            if (length > 0) {
                byte[] body = new byte[length];
                body[length - 1] = 'z';
                var _ = ctx.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true,
                        PADDING));
            }
            ctx.flush();
            if (path.equals("/leave")) {
                var _ = connection.writeAndFlush(
                        new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
            }
        }
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
