package io.freshet.server;

import io.freshet.live.LiveStream;
import io.freshet.live.StreamEvents;
import io.freshet.live.StreamReport;

/// Tells operators what becomes of streams, a line an event.
///
/// Threading: the stream's owner loop.
final class StreamLog implements StreamEvents {

    private static final System.Logger LOG = System.getLogger(StreamLog.class.getName());

    @Override
    public void opened(LiveStream stream) {
        LOG.log(System.Logger.Level.DEBUG, () -> "stream opened stream=" + stream.key());
    }

    @Override
    public void onAir(LiveStream stream, String publisher) {
        LOG.log(System.Logger.Level.INFO, () -> "stream on air stream=" + stream.key()
                + " publisher=" + publisher);
    }

    @Override
    public void waiting(LiveStream stream, String reason) {
        LOG.log(System.Logger.Level.INFO, () -> "stream waiting stream=" + stream.key()
                + " for=" + stream.options().reconnectWindow().toSeconds() + "s reason=" + reason);
    }

    @Override
    public void ended(LiveStream stream) {
        StreamReport report = stream.lastReport();
        LOG.log(System.Logger.Level.INFO, () -> "stream ended stream=" + stream.key() + " frames="
                + report.framesIn() + " bytes=" + report.bytesIn() + " out="
                + stream.audience().bytesSent() + " switches=" + report.inputSwitches()
                + " repairs=" + report.repairs().total());
    }
}
