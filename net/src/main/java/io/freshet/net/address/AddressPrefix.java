package io.freshet.net.address;

import java.util.Arrays;

/// The beginning that addresses have in common.
///
/// Threading: immutable.
public final class AddressPrefix {

    private final byte[] first;
    private final int bits;

    /// @param first bytes of an address of theirs, 4 or 16
    /// @param bits  how many of them count, 0 to 32 or 128
    public AddressPrefix(byte[] first, int bits) {
        this.first = first.clone();
        this.bits = bits;
    }

    /// How many bits they have in common.
    public int bits() {
        return bits;
    }

    /// Whether an address of 4 or 16 bytes is one of them.
    public boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        int whole = bits / 8;
        if (Arrays.mismatch(address, 0, whole, first, 0, whole) >= 0) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ first[whole]) & 0xFF00 >>> rest & 0xFF) == 0;
    }
}
