package io.freshet.tools.passage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A network device whose packets this process reads and writes; its other end is the kernel.
///
/// Threading: confined to its caller.
final class Tunnel implements AutoCloseable {

    private static final int READ_WRITE = 2;
    private static final int NON_BLOCKING = 0x800;
    private static final long TUNSETIFF = 0x400454CAL;
    /// IP packets without anything before them.
    private static final short TUN_WITHOUT_HEADER = 0x1001;
    /// `struct ifreq`: a name of 16 bytes, then flags.
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES = 16;

    private final String name;
    private final int file;

    private Tunnel(String name, int file) {
        this.name = name;
        this.file = file;
    }

    /// Makes the device in the network namespace of this process; it ends when it is closed.
    ///
    /// @param name up to 15 characters
    static Tunnel open(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int file = Kernel.open(arena.allocateFrom("/dev/net/tun"),
                    READ_WRITE | NON_BLOCKING);
            if (file < 0) {
                throw new IOException("needs /dev/net/tun");
            }
            MemorySegment request = arena.allocate(REQUEST_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, TUN_WITHOUT_HEADER);
            if (Kernel.ioctl(file, TUNSETIFF, request) < 0) {
                Kernel.close(file);
                throw new IOException("needs the right to make the network device " + name);
            }
            return new Tunnel(name, file);
        }
    }

    String name() {
        return name;
    }

    int file() {
        return file;
    }

    /// The next packet, if one is there.
    ///
    /// @return its bytes; 0 or less if there is none
    int read(MemorySegment into) {
        return Kernel.read(file, into);
    }

    /// Hands the kernel a packet; one that it does not take is lost, as on any way.
    void write(MemorySegment packet) {
        var _ = Kernel.write(file, packet);
    }

    @Override
    public void close() {
        Kernel.close(file);
    }
}
