package io.freshet.gateway.relay;

import io.freshet.gateway.Answers;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.Route;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.wire.RelayFanouts;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport.State;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Here;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.media.BadNameException;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.NetLoop;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import io.freshet.net.http.HttpStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// `/relay/APP/NAME.flv`: streams of this node for other nodes, which have the same secret.
///
/// `?from=window` (or nothing) gives all that a packager needs to list what this one lists;
/// `?after=DTS_US,SEGMENT` what is newer than that frame and mark, and a little more.
///
/// Threading: shared; runs on the connection's loop.
public final class RelayRoute implements Route {

    private static final System.Logger LOG = System.getLogger(RelayRoute.class.getName());
    private static final String PREFIX = "/relay/";
    private static final String SUFFIX = ".flv";
    /// Says how far the node that answers is from the leader.
    static final String LEVEL = "Freshet-Level";
    /// With a 307: the id of the node that is to be asked.
    static final String NODE = "Freshet-Node";
    /// A standby that has just lost its leader leads in a moment; to ask elsewhere takes longer.
    private static final long AGAIN_NS = 50_000_000L;
    private static final int TRIES = 20;
    private static final String[] HEADERS = {"Content-Type", "video/x-flv", "Cache-Control",
            "no-store", "X-Accel-Buffering", "no", LEVEL};

    private final Function<StreamKey, CompletionStage<Resolution>> finder;
    private final NodeSecret secret;
    private final RelayGate gate;
    private final RelayFanouts.Fed fed;
    private final Clock clock;
    private final Map<NetLoop, RelayFanouts> fanouts = new ConcurrentHashMap<>();
    private final Map<Long, HttpStream> letIn = new ConcurrentHashMap<>();
    private final Map<StreamKey, AtomicInteger> readers = new ConcurrentHashMap<>();

    /// @param finder finds a stream here, or fetches it: nodes may read from nodes that read
    /// @param gate   says who may
    /// @param fed    whether a stream still comes from its leader
    public RelayRoute(Function<StreamKey, CompletionStage<Resolution>> finder, NodeSecret secret,
            RelayGate gate, RelayFanouts.Fed fed, Clock clock) {
        this.finder = finder;
        this.secret = secret;
        this.gate = gate;
        this.fed = fed;
        this.clock = clock;
    }

    /// Ends what was let in under that grant.
    public void drop(long grant) {
        HttpStream out = letIn.get(grant);
        if (out != null) {
            out.loop().execute(out::end);
        }
    }

    /// How many nodes read that stream from this one now.
    public int readers(StreamKey key) {
        AtomicInteger count = readers.get(key);
        return count == null ? 0 : count.get();
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        String path = request.path();
        if (!path.startsWith(PREFIX)) {
            return false;
        }
        Optional<String> refusal = secret.refusal(request.header("Authorization"),
                request.method(), NodeSecret.target(request), clock.wallMs());
        if (refusal.isPresent()) {
            LOG.log(System.Logger.Level.INFO, () -> "relay refused remote="
                    + request.origin().remote() + " reason=" + refusal.get());
            replier.reply(401, HttpHeaders.of("Content-Type", "text/plain; charset=utf-8",
                    NodeSecret.TIME, Long.toString(clock.wallMs())),
                    HttpBody.text(refusal.get() + "\n"));
            return true;
        }
        int slash = path.indexOf('/', PREFIX.length());
        if (slash < 0 || !path.endsWith(SUFFIX)) {
            Answers.error(replier, 404, "nothing is served at this path");
            return true;
        }
        try {
            serve(StreamKey.of(path.substring(PREFIX.length(), slash),
                    path.substring(slash + 1, path.length() - SUFFIX.length())), request, replier);
        } catch (BadNameException bad) {
            Answers.error(replier, 404, String.valueOf(bad.getMessage()));
        }
        return true;
    }

    private void serve(StreamKey key, HttpRequest request, HttpReplier replier) {
        Optional<OptionalLong> after = after(request);
        if (after.isEmpty()) {
            Answers.error(replier, 400, "after must be microseconds, a comma and a segment");
            return;
        }
        gate.asked(key, request::parameter);
        find(new Asked(key, after.get(), request, replier), TRIES);
    }

    /// What another node wants.
    private record Asked(StreamKey key, OptionalLong after, HttpRequest request,
            HttpReplier replier) {
    }

    private void find(Asked asked, int tries) {
        HttpReplier replier = asked.replier;
        StreamFinder.onLoop(replier.loop(), finder.apply(asked.key), found -> {
            switch (found) {
                case Here(LiveStream stream) when stream.standing().leads()
                        || stream.lastReport().state() == State.LIVE ->
                        admit(stream, asked, tries);
                case Here(LiveStream stream) ->
                        refuse(stream, "stream has no source here", asked, tries);
                case Redirect _ -> Answers.error(replier, 404, "stream is not here");
                case Absent(String reason) -> Answers.error(replier, 404, reason);
            }
        });
    }

    private void admit(LiveStream stream, Asked asked, int tries) {
        switch (gate.ask(stream.key(), asked.request::parameter)) {
            case RelayGate.Admitted admitted -> send(stream, asked.after, admitted, asked.replier);
            case RelayGate.Redirect(String node) -> asked.replier.reply(307,
                    HttpHeaders.of(NODE, node), HttpBody.text("ask node " + node + "\n"));
            case RelayGate.Refused(String reason) -> refuse(stream, reason, asked, tries);
        }
    }

    private void refuse(LiveStream stream, String reason, Asked asked, int tries) {
        boolean standsBy = !stream.standing().leads() && stream.lastReport().hasPublisher();
        if (standsBy && tries > 1) {
            NetLoop loop = asked.replier.loop();
            loop.execute(() -> loop.schedule(() -> find(asked, tries - 1), AGAIN_NS));
        } else {
            Answers.error(asked.replier, 503, reason);
        }
    }

    private void send(LiveStream stream, OptionalLong after, RelayGate.Admitted admitted,
            HttpReplier replier) {
        String[] headers = Arrays.copyOf(HEADERS, HEADERS.length + 1);
        headers[HEADERS.length] = Integer.toString(admitted.level());
        HttpStream out = replier.stream(200, HttpHeaders.of(headers));
        if (!out.isOpen()) {
            gate.released(stream.key(), admitted.grant());
            return;
        }
        AtomicInteger count = readers.computeIfAbsent(stream.key(), _ -> new AtomicInteger());
        count.incrementAndGet();
        if (admitted.far()) {
            out.expectLoss();
        }
        NetLoop loop = out.loop();
        long sinceNs = loop.nowNs();
        String what = "remote=" + out.remote() + " stream=" + stream.key();
        LOG.log(System.Logger.Level.INFO, () -> "relay opened " + what
                + (after.isPresent() ? " after=" + after.getAsLong() : ""));
        letIn.put(admitted.grant(), out);
        out.onClosed(closed -> {
            letIn.remove(admitted.grant(), out);
            count.decrementAndGet();
            gate.released(stream.key(), admitted.grant());
            LOG.log(System.Logger.Level.INFO, () -> "relay closed " + what + " reason=" + closed
                    + " duration=" + (loop.nowNs() - sinceNs) / 1_000_000 + "ms");
        });
        fanouts.computeIfAbsent(loop, it -> new RelayFanouts(it, fed))
                .join(stream, out, after);
    }

    /// The segment of `after`, if there is one; nothing if it makes no sense.
    private static Optional<OptionalLong> after(HttpRequest request) {
        Optional<String> asked = request.parameter("after");
        if (asked.isEmpty()) {
            return Optional.of(OptionalLong.empty());
        }
        return asked.filter(text -> text.matches("-?[0-9]{1,18},[0-9]{1,18}")).map(text ->
                OptionalLong.of(Long.parseLong(text.substring(text.indexOf(',') + 1))));
    }
}
