package io.freshet.control;

import io.freshet.control.alerts.SmtpOptions;
import io.freshet.live.session.Sessions;
import io.freshet.net.address.Regions;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What the node hands over to be watched, and how people are told.
///
/// @param sessions     who publishes and watches
/// @param regions      where viewers come from, as it is now
/// @param mail         the server that takes our e-mail
/// @param certificates when each ends, Unix ms, by the name of its listener
/// @param lostNodes    nodes of the cluster that nobody has heard of for too long
/// @param refusals     publishers and viewers that other nodes have refused since they started
public record ControlWatch(Sessions sessions, Supplier<Regions> regions, SmtpOptions mail,
        Supplier<Map<String, Long>> certificates, Supplier<List<String>> lostNodes,
        Supplier<Map<String, Long>> refusals) {
}
