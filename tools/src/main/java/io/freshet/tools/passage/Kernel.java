package io.freshet.tools.passage;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The few calls of the C library that Java does not offer.
///
/// Threading: stateless.
final class Kernel {

    private static final MethodHandle OPEN = handle("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = handle("ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = handle("read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = handle("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL = handle("poll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Kernel() {
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor shape,
            Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return linker.downcallHandle(library.findOrThrow(name), shape, options);
    }

    /// A call that answers -1 when it could not be done.
    private interface Call {
        Object run() throws Throwable;
    }

    private static long call(Call call) {
        try {
            return ((Number) call.run()).longValue();
        } catch (Throwable impossible) {
            // A downcall itself throws nothing.
            throw new AssertionError(impossible);
        }
    }

    static int open(MemorySegment path, int flags) {
        return (int) call(() -> (int) OPEN.invokeExact(path, flags));
    }

    static int ioctl(int file, long request, MemorySegment argument) {
        return (int) call(() -> (int) IOCTL.invokeExact(file, request, argument));
    }

    static int read(int file, MemorySegment into) {
        return (int) call(() -> (long) READ.invokeExact(file, into, into.byteSize()));
    }

    static int write(int file, MemorySegment from) {
        return (int) call(() -> (long) WRITE.invokeExact(file, from, from.byteSize()));
    }

    /// @param polled an array of `struct pollfd`
    static int poll(MemorySegment polled, int count, int timeoutMs) {
        return (int) call(() -> (int) POLL.invokeExact(polled, (long) count, timeoutMs));
    }

    static void close(int file) {
        call(() -> (int) CLOSE.invokeExact(file));
    }
}
