package io.freshet.gateway;

import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Here;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import io.freshet.net.NetLoop;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Asks where a stream can be watched, for those who come by HTTP.
///
/// Threading: shared; calls back on the replier's loop.
///
/// @param resolver the node's
/// @param probes   who looks how viewers fare here is asked for as a program of this machine
public record StreamFinder(StreamResolver resolver, ProbeGrants probes) {

    /// What is asked for, and by whom.
    public record Wanted(StreamKey key, Protocol protocol, HttpRequest request,
            HttpReplier replier) {
    }

    /// Runs `here` with the stream if it is on this node; else answers 307 or 404.
    public void find(Wanted wanted, Consumer<LiveStream> here) {
        find(wanted, here, reason -> Answers.error(wanted.replier, 404, reason));
    }

    /// The same; `absent` is told why if nobody has it.
    public void find(Wanted wanted, Consumer<LiveStream> here, Consumer<String> absent) {
        find(wanted, "", here, absent);
    }

    /// The same.
    ///
    /// @param more parameters that one who is sent elsewhere asks with as well; may be empty
    public void find(Wanted wanted, String more, Consumer<LiveStream> here,
            Consumer<String> absent) {
        HttpRequest request = wanted.request;
        HttpReplier replier = wanted.replier;
        Peer peer = PlayAccess.peer(request);
        CompletionStage<Resolution> asked = resolver.resolve(wanted.key, wanted.protocol,
                probes.covers(wanted.key, request) ? Peer.of(peer.address(), true) : peer);
        onLoop(replier.loop(), asked, resolution -> {
            switch (resolution) {
                case Here(LiveStream stream) -> here.accept(stream);
                case Redirect(URI node, _) ->
                        Answers.redirectTo(replier, target(node, request, more));
                case Absent(String reason) -> absent.accept(reason);
            }
        });
    }

    /// Calls back on that loop; at once if the answer is there and this is the loop.
    public static void onLoop(NetLoop loop, CompletionStage<Resolution> asked,
            Consumer<Resolution> then) {
        CompletableFuture<Resolution> now = asked.toCompletableFuture();
        if (loop.inLoop() && now.state() == CompletableFuture.State.SUCCESS) {
            then.accept(now.resultNow());
            return;
        }
        asked.whenComplete((resolution, failure) -> loop.execute(() -> then.accept(
                failure == null ? resolution : new Absent("the stream could not be fetched"))));
    }

    /// The path was decoded: what may stand in it now stands for itself, for others are refused.
    private static String target(URI node, HttpRequest request, String more) {
        String base = node.toString();
        String asked = request.target().query();
        String query = asked.isEmpty() || more.isEmpty() ? asked + more : asked + "&" + more;
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + request.path() + (query.isEmpty() ? "" : "?" + query);
    }
}
