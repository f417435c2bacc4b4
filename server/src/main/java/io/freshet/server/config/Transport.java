package io.freshet.server.config;

/// Which way of the kernel the sockets use.
public enum Transport implements Choice {
    /// The cheapest that this machine allows.
    AUTO,
    IO_URING,
    EPOLL,
    NIO;

    @Override
    public String label() {
        return this == IO_URING ? "io_uring" : Choice.super.label();
    }
}
