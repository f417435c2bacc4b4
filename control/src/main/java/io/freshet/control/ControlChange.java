package io.freshet.control;

import io.freshet.control.alerts.SmtpOptions;
import io.freshet.control.api.Reach;

/// What of a control centre changes while it runs.
///
/// @param mail    the server that takes our e-mail
/// @param backups how often they are made
/// @param reach   by which names and through which proxies the port is asked
public record ControlChange(SmtpOptions mail, Backups.Schedule backups,
        Reach reach) {
}
