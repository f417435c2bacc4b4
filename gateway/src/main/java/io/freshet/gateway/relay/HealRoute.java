package io.freshet.gateway.relay;

import io.freshet.gateway.Answers;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.Route;
import io.freshet.media.Clock;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.Set;
import java.util.concurrent.Executor;

/// `GET /relay/streams` and `POST /relay/restart?part=PART&name=NAME`, for nodes that have the same
/// secret: what is here, and what viewers cannot use any more is made anew.
///
/// Who repeats a signed request restarts the same thing once more, which does no harm.
///
/// Threading: shared; runs on the connection's loop, what may block elsewhere.
public final class HealRoute implements Route {

    private static final System.Logger LOG = System.getLogger(HealRoute.class.getName());
    private static final String STREAMS = "/relay/streams";
    private static final String RESTART = "/relay/restart";
    private static final Set<String> PARTS = Set.of("packager", "relay", "listener");
    private static final HttpHeaders TEXT = HttpHeaders.of(
            "Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store");

    private final Workshop workshop;
    private final NodeSecret secret;
    private final Executor threads;
    private final Clock clock;

    /// @param threads that may block
    public HealRoute(Workshop workshop, NodeSecret secret, Executor threads, Clock clock) {
        this.workshop = workshop;
        this.secret = secret;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        boolean restart = request.path().equals(RESTART);
        if (!restart && !request.path().equals(STREAMS)) {
            return false;
        }
        if (!secret.signed(request, clock.wallMs())) {
            replier.reply(401, TEXT.with(NodeSecret.TIME, Long.toString(clock.wallMs())),
                    HttpBody.text("only nodes of this cluster are served here\n"));
        } else if (!request.method().equals(restart ? "POST" : "GET")) {
            Answers.error(replier, 405, restart ? "restart by POST" : "look by GET");
        } else if (restart) {
            restart(request, replier);
        } else {
            later(replier, () -> String.join("\n", workshop.streams()), 200);
        }
        return true;
    }

    private void restart(HttpRequest request, HttpReplier replier) {
        String part = request.parameter("part").orElse("");
        if (!PARTS.contains(part)) {
            Answers.error(replier, 400, "part is packager, relay or listener");
            return;
        }
        String name = request.parameter("name").orElse("");
        LOG.log(System.Logger.Level.WARNING, () -> "restarts part=" + part + " by="
                + request.origin().remote());
        later(replier, () -> workshop.restart(part, name), 404);
    }

    /// @param empty the status if there is nothing to say
    private void later(HttpReplier replier, Words words, int empty) {
        threads.execute(() -> {
            String said = words.say();
            replier.loop().execute(() -> replier.reply(said.isEmpty() ? empty : 200, TEXT,
                    HttpBody.text(said + "\n")));
        });
    }

    /// Something that takes a while.
    private interface Words {
        String say();
    }
}
