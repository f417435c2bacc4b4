package io.freshet.server.healing;

import io.freshet.coordination.NodeRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import java.util.Optional;

/// Starts nodes by a command.
///
/// Threading: immutable.
///
/// @param hereOnly whether it can only do so for nodes on this host
record CommandProvider(Command command, boolean hereOnly) implements Provider {

    @Override
    public Optional<String> reprovision(NodeRecord node, String reason)
            throws InterruptedException {
        String host = Hooks.host(node);
        if (hereOnly && !isHere(host)) {
            return Optional.of("node " + node.id() + " is on another host, " + host);
        }
        return command.run(Map.of("node", node.id(), "host", host, "reason", reason));
    }

    private static boolean isHere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }
}
