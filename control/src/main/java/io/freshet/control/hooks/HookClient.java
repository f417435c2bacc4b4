package io.freshet.control.hooks;

import io.freshet.control.hooks.HookFailure.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Makes one request at a time to a server that we do not trust.
///
/// The name is looked up once, the addresses are checked, and the connection goes to an address
/// that was checked: a name that answers differently the next time gains nothing. Redirects are
/// answers like others. Each request has a connection of its own.
///
/// Threading: shared; `send` blocks until its deadline at most, also when it is a look-up that
/// hangs.
public final class HookClient {

    // The JDK's client cannot be told which address to connect to.
    private final String userAgent;
    private final Semaphore places;
    private final Resolver resolver;
    private final Supplier<SSLSocketFactory> tls;

    /// Looks names up.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /// @param userAgent what it calls itself
    /// @param callsMax  at a time; those beyond wait for a place until their own deadline
    /// @param tls       whom it trusts; asked at the first call, since it takes a while to make
    public HookClient(String userAgent, int callsMax, Supplier<SSLSocketFactory> tls) {
        this(userAgent, callsMax, tls, InetAddress::getAllByName);
    }

    /// The same, with one that is made already.
    public HookClient(String userAgent, int callsMax, SSLSocketFactory tls) {
        this(userAgent, callsMax, () -> tls);
    }

    HookClient(String userAgent, int callsMax, Supplier<SSLSocketFactory> tls,
            Resolver resolver) {
        this.userAgent = userAgent;
        this.places = new Semaphore(callsMax);
        this.tls = tls;
        this.resolver = resolver;
    }

    /// Sends the request and waits for the whole answer.
    ///
    /// @throws HookFailure if there is none in time; the message is fit for the operator's eyes
    public HookAnswer send(HookCall call) throws HookFailure, InterruptedException {
        long timeoutMs = call.timeout().toMillis();
        if (!places.tryAcquire(timeoutMs / 2, TimeUnit.MILLISECONDS)) {
            throw new HookFailure(Kind.BUSY, "too many webhooks are under way");
        }
        FutureTask<HookAnswer> task = new FutureTask<>(() -> exchange(call));
        // The place is free when the thread is, and that may hang in a look-up for longer.
        Thread thread = Thread.ofVirtual().name("hook").unstarted(() -> {
            try {
                task.run();
            } finally {
                places.release();
            }
        });
        thread.start();
        try {
            return task.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HookFailure(Kind.TIMEOUT, "no answer within " + timeoutMs + " ms");
        } catch (ExecutionException failed) {
            throw failure(failed);
        } finally {
            // Closes the socket that it may wait for.
            task.cancel(true);
        }
    }

    private static HookFailure failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case HookFailure known -> known;
            case SocketTimeoutException _ -> new HookFailure(Kind.TIMEOUT, "no answer in time");
            case SSLException bad -> new HookFailure(Kind.TLS, "TLS: " + bad.getMessage());
            case IOException broken -> new HookFailure(Kind.NO_CONNECTION,
                    "the connection broke: " + broken.getMessage());
            case null, default -> throw new IllegalStateException(failed);
        };
    }

    private HookAnswer exchange(HookCall call) throws IOException, HookFailure {
        try (Socket socket = connect(call)) {
            socket.setSoTimeout(Math.toIntExact(call.timeout().toMillis()));
            socket.setTcpNoDelay(true);
            if (!call.target().isSecure()) {
                return converse(socket, call);
            }
            String host = call.target().host();
            try (SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, host,
                    call.target().port(), true)) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                return converse(secure, call);
            }
        }
    }

    private Socket connect(HookCall call) throws HookFailure {
        HookTarget target = call.target();
        InetAddress[] found;
        try {
            found = resolver.resolve(target.host());
        } catch (UnknownHostException _) {
            throw new HookFailure(Kind.NO_ADDRESS, "the name " + target.host()
                    + " has no address");
        }
        List<InetAddress> allowed = List.of(found).stream()
                .filter(each -> target.privateAllowed() || PublicAddress.is(each)).toList();
        if (allowed.isEmpty()) {
            throw new HookFailure(Kind.NOT_ALLOWED, target.host() + " is a private address; an "
                    + "administrator of the node may allow it");
        }
        String last = "";
        for (InetAddress address : allowed) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, target.port()),
                        Math.toIntExact(call.timeout().toMillis()));
                return socket;
            } catch (IOException refused) {
                close(socket);
                last = String.valueOf(refused.getMessage());
            }
        }
        throw new HookFailure(Kind.NO_CONNECTION, "no connection to " + target.host() + ": "
                + last);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It was none yet.
        }
    }

    private HookAnswer converse(Socket socket, HookCall call) throws IOException, HookFailure {
        StringBuilder head = new StringBuilder(512)
                .append(call.method()).append(' ').append(call.target().pathAndQuery())
                .append(" HTTP/1.1\r\nHost: ").append(call.target().authority())
                .append("\r\nUser-Agent: ").append(userAgent)
                .append("\r\nConnection: close\r\n");
        call.headers().forEach((name, value) ->
                head.append(name).append(": ").append(value).append("\r\n"));
        if (!call.method().equals("GET")) {
            head.append("Content-Length: ").append(call.body().length()).append("\r\n");
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(call.body().toArray());
        socket.getOutputStream().write(request.toByteArray());
        socket.getOutputStream().flush();
        return new HookReader(new BufferedInputStream(socket.getInputStream()),
                call.answerBytesMax()).read();
    }
}
