package io.freshet.net.balancer;

/// What should begin a connection from a load balancer is no PROXY header.
public final class BadProxyHeader extends Exception {

    private static final long serialVersionUID = 1;

    BadProxyHeader(String message) {
        super(message);
    }
}
