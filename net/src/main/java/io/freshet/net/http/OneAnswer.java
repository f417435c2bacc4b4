package io.freshet.net.http;

import io.freshet.net.NetLoop;
import org.jspecify.annotations.Nullable;

/// That a request is answered once, on its loop; and who is told when nobody wants it any more.
///
/// Threading: confined to the connection's loop.
final class OneAnswer {

    private final NetLoop loop;
    private @Nullable Runnable abandonedCall;
    private boolean begun;
    private boolean abandoned;

    OneAnswer(NetLoop loop) {
        this.loop = loop;
    }

    NetLoop loop() {
        return loop;
    }

    void begin() {
        if (!loop.inLoop()) {
            throw new IllegalStateException("an answer must be given on the connection's loop");
        }
        if (begun) {
            throw new IllegalStateException("the request has been answered");
        }
        begun = true;
    }

    boolean isBegun() {
        return begun;
    }

    /// As [HttpReplier#onAbandoned].
    void onAbandoned(Runnable call) {
        if (abandoned) {
            loop.execute(call);
        } else {
            abandonedCall = call;
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    void abandon() {
        abandoned = true;
        Runnable call = abandonedCall;
        abandonedCall = null;
        if (call != null) {
            call.run();
        }
    }
}
