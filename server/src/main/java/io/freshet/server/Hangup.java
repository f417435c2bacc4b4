package io.freshet.server;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What SIGHUP asks for: to read the settings again; or, if it comes because the terminal is gone
/// that the node was started from, to stop.
///
/// Threading: immutable; the JVM calls from a thread of its own for each signal.
final class Hangup {

    private static final Path TERMINAL = Path.of("/dev/tty");

    private final Runnable reload;
    private final boolean interactive = hasTerminal();

    private Hangup(Runnable reload) {
        this.reload = reload;
    }

    /// Listens from now on.
    ///
    /// By reflection, against our own rule: there is no other way to a signal than `sun.misc`, and
    /// the compiler's warning of it, which is an error here, cannot be suppressed.
    ///
    /// @param reload may block
    static void listen(Runnable reload) {
        Hangup hangup = new Hangup(reload);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(Hangup.class.getClassLoader(),
                    new Class<?>[] {handler}, hangup::called);
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("HUP"), ours);
        } catch (ReflectiveOperationException none) {
            // There is no such signal here, or the JVM was told to leave signals alone (-Xrs).
            System.getLogger(Hangup.class.getName()).log(System.Logger.Level.DEBUG,
                    "SIGHUP is not ours", none);
        }
    }

    private @Nullable Object called(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "handle" -> {
                handle();
                yield null;
            }
            case "equals" -> System.identityHashCode(proxy)
                    == System.identityHashCode(arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "SIGHUP";
        };
    }

    private void handle() {
        if (interactive && !hasTerminal()) {
            Runtime.getRuntime().exit(Main.OK);
        } else {
            reload.run();
        }
    }

    /// It can be opened only by a process that belongs to one.
    private static boolean hasTerminal() {
        try (var _ = Files.newByteChannel(TERMINAL)) {
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
