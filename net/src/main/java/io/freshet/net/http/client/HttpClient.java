package io.freshet.net.http.client;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.NetTimer;
import io.freshet.net.TcpClient;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.freshet.net.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Asks others over HTTP/1.1: GET, one request to a connection, which is closed behind it.
///
/// The body is handed on as it comes; [Call#pause] lets the peer's window fill up. Redirects are
/// not followed. How long a body may rest is the caller's to say.
///
/// Spec: RFC 9112, 3 to 7.
///
/// Threading: any thread; an answer and its [Call] are confined to the loop that was asked on.
public final class HttpClient {

    private final TcpClient plain;
    private final TcpClient secure;
    private final HttpClientOptions options;

    /// @param plain  for `http`
    /// @param secure for `https`
    public HttpClient(TcpClient plain, TcpClient secure, HttpClientOptions options) {
        this.plain = plain;
        this.secure = secure;
        this.options = options;
    }

    /// A request on its way.
    public interface Call {

        /// Ends it; the answer hears nothing more. Again is no harm.
        void cancel(String why);

        /// Takes no more of the body until [#resume].
        void pause();

        void resume();
    }

    /// Asks for `uri`.
    ///
    /// @param loop    where it happens
    /// @param uri     `http` or `https`, with a host; its path and query as they go on the wire
    /// @param headers beside Host and Connection
    public Call get(NetLoop loop, URI uri, HttpHeaders headers, HttpAnswer answer) {
        boolean tls = "https".equals(uri.getScheme());
        Running call = new Running(loop, answer, request(uri, headers));
        if (uri.getHost() == null || !tls && !"http".equals(uri.getScheme())) {
            loop.execute(() -> call.fail("not an HTTP address: " + uri));
            return call;
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        resolve(loop, uri.getHost(), (address, failure) -> {
            if (address == null) {
                call.fail("unknown host " + uri.getHost() + failure);
            } else if (!call.over) {
                (tls ? secure : plain).connect(loop, new InetSocketAddress(address, port),
                        call::opened, call::fail);
            }
        });
        return call;
    }

    private static byte[] request(URI uri, HttpHeaders headers) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/"
                : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder head = new StringBuilder("GET ").append(path).append(query)
                .append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority())
                .append("\r\nConnection: close\r\n");
        headers.forEach((name, value) ->
                head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Names take as long as they take: not on the loop.
    private static void resolve(NetLoop loop, String host,
            BiConsumer<@Nullable InetAddress, String> then) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            InetAddress literal = InetAddress.ofLiteral(bare);
            loop.execute(() -> then.accept(literal, ""));
        } catch (IllegalArgumentException name) {
            Thread.ofVirtual().name("resolve").start(() -> {
                try {
                    InetAddress found = InetAddress.getByName(host);
                    loop.execute(() -> then.accept(found, ""));
                } catch (IOException unknown) {
                    loop.execute(() -> then.accept(null, ""));
                }
            });
        }
    }

    /// One request from being sent to its end.
    ///
    /// Threading: confined to its loop, but for `cancel`.
    private final class Running implements Call, TcpHandler, AnswerReader.Sink {

        private final NetLoop loop;
        private final HttpAnswer answer;
        private final byte[] request;
        private final AnswerReader reader = new AnswerReader(options.headBytesMax());
        private @Nullable TcpConnection connection;
        private @Nullable NetTimer headTimer;
        private boolean paused;
        private volatile boolean over;

        Running(NetLoop loop, HttpAnswer answer, byte[] request) {
            this.loop = loop;
            this.answer = answer;
            this.request = request;
        }

        TcpHandler opened(TcpConnection made) {
            connection = made;
            if (over) {
                made.close(CloseCause.DONE, "called off");
                return this;
            }
            headTimer = loop.schedule(() -> fail("no answer within "
                    + options.headTimeout().toMillis() + " ms"), options.headTimeout().toNanos());
            made.write(loop.allocator().directBuffer(request.length).writeBytes(request));
            made.flush();
            if (paused) {
                made.pauseReading();
            }
            return this;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            if (over) {
                return;
            }
            try {
                reader.read(bytes, this);
            } catch (BadAnswer bad) {
                fail(String.valueOf(bad.getMessage()));
            }
        }

        @Override
        public void head(int status, HttpHeaders headers) {
            stopTimer();
            answer.onHead(status, headers);
        }

        @Override
        public boolean body(ByteBuf bytes) {
            if (!over) {
                answer.onBytes(bytes.nioBuffer());
            }
            return !over;
        }

        @Override
        public void end() {
            if (!over) {
                over = true;
                close("answered");
                answer.onEnd();
            }
        }

        @Override
        public void onReadComplete() {
            if (!over) {
                answer.onReadComplete();
            }
        }

        @Override
        public void onClosed(Closed closed) {
            if (over) {
                return;
            }
            if (reader.endsWithConnection() && closed.cause() == CloseCause.PEER) {
                end();
            } else {
                fail(closed.toString());
            }
        }

        void fail(String reason) {
            if (!over) {
                over = true;
                close(reason);
                answer.onFailed(reason);
            }
        }

        private void close(String why) {
            stopTimer();
            if (connection != null) {
                connection.close(CloseCause.DONE, why);
            }
        }

        private void stopTimer() {
            if (headTimer != null) {
                headTimer.cancel();
                headTimer = null;
            }
        }

        @Override
        public void cancel(String why) {
            over = true;
            if (loop.inLoop()) {
                close(why);
            } else {
                loop.execute(() -> close(why));
            }
        }

        @Override
        public void pause() {
            paused = true;
            if (connection != null) {
                connection.pauseReading();
            }
        }

        @Override
        public void resume() {
            paused = false;
            if (connection != null) {
                connection.resumeReading();
            }
        }
    }
}
