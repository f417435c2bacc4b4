package io.freshet.tools.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/// A server of HTTP-FLV that can go away and come back with timestamps from 0, as one does that is
/// started again. A viewer begins at the last key frame and gets a picture each 20 ms.
///
/// Threading: any thread.
final class FlvServer implements AutoCloseable {

    private static final int FRAME_MS = 20;
    private static final int GOP_FRAMES = 10;

    final AtomicInteger accepted = new AtomicInteger();
    /// After so many pictures a viewer's connection is closed.
    volatile int picturesMax = Integer.MAX_VALUE;
    /// How long a picture is.
    volatile int pictureBytes = 100;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocketFactory sockets;
    private ServerSocket listener;
    private long beganNs = System.nanoTime();

    FlvServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    /// One that speaks TLS.
    static FlvServer secure() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "changeit".toCharArray();
        try (InputStream in = FlvServer.class.getResourceAsStream("localhost.p12")) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(
                KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new FlvServer(context.getServerSocketFactory());
    }

    private FlvServer(ServerSocketFactory sockets) throws IOException {
        this.sockets = sockets;
        listener = sockets.createServerSocket();
        listen(listener, 0);
    }

    String url() {
        return (sockets instanceof SSLServerSocketFactory ? "https" : "http")
                + "://127.0.0.1:" + listener.getLocalPort() + "/live/s.flv";
    }

    private void listen(ServerSocket on, int port) throws IOException {
        on.setReuseAddress(true);
        on.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = on.accept();
                    accepted.incrementAndGet();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException closed) {
                // The end of this listener.
            }
        });
    }

    /// Everybody's connection breaks; nobody is let in for `ms`.
    void restart(int ms) throws IOException, InterruptedException {
        int port = listener.getLocalPort();
        listener.close();
        reset();
        TimeUnit.MILLISECONDS.sleep(ms);
        beganNs = System.nanoTime();
        listener = sockets.createServerSocket();
        listen(listener, port);
    }

    /// Throws everybody out at once, as one does who loses patience.
    void reset() throws IOException {
        for (Socket each : List.copyOf(open)) {
            try {
                each.setSoLinger(true, 0);
            } catch (SocketException gone) {
                // It has left by itself.
            }
            each.close();
            open.remove(each);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int blank = 0; blank < 4;) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                blank = next == '\r' || next == '\n' ? blank + 1 : 0;
            }
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {'F', 'L', 'V', 1, 1, 0, 0, 0, 9, 0, 0, 0, 0});
            long began = beganNs;
            int number = (int) (nowMs(began) / FRAME_MS) / GOP_FRAMES * GOP_FRAMES;
            for (int sent = 0; sent < picturesMax; sent++, number++) {
                long waitMs = (long) number * FRAME_MS - nowMs(began);
                if (waitMs > 0) {
                    TimeUnit.MILLISECONDS.sleep(waitMs);
                }
                out.write(picture(number));
            }
        } catch (IOException gone) {
            // The viewer has left, or has been thrown out.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static long nowMs(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private byte[] picture(int number) {
        int ms = number * FRAME_MS;
        ByteBuffer tag = ByteBuffer.allocate(15 + 5 + pictureBytes);
        int body = 5 + pictureBytes;
        tag.putInt(9 << 24 | body).putInt((ms & 0xFF_FFFF) << 8 | ms >>> 24);
        tag.put(new byte[3]).put((byte) (number % GOP_FRAMES == 0 ? 0x17 : 0x27)).put((byte) 1);
        tag.position(11 + body);
        return tag.putInt(11 + body).array();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }
}
