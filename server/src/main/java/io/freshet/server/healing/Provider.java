package io.freshet.server.healing;

import io.freshet.coordination.NodeRecord;
import java.util.Optional;

/// Who starts a node anew.
///
/// Threading: shared; may block for a minute.
interface Provider {

    /// Nobody does: whoever looks after the machine will, or not.
    Provider NOBODY = (_, _) -> Optional.empty();

    /// Has the node started anew; it need not answer yet.
    ///
    /// @param reason why, in words
    /// @return what went wrong; empty if nothing did
    Optional<String> reprovision(NodeRecord node, String reason) throws InterruptedException;
}
