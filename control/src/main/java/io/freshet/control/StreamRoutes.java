package io.freshet.control;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Need;
import io.freshet.control.api.RecentAnswers;
import io.freshet.control.api.Role;
import io.freshet.control.store.StoreAwayException;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What is said of streams, and the kick.
///
/// Threading: shared; a kick waits for the stream's loop, all else answers at once.
final class StreamRoutes {

    private static final System.Logger LOG = System.getLogger(StreamRoutes.class.getName());

    /// A loop that has not come to a kick by then is stuck, and the answer says so.
    private static final Duration KICK_PATIENCE = Duration.ofSeconds(5);

    private static final List<String> PARAMETERS = List.of("app", "q", "state", "sort");

    private final RecentAnswers recent;
    private final Streams streams;
    private final Audit audit;
    private final Clock clock;

    StreamRoutes(Streams streams, Audit audit, Clock clock) {
        this.streams = streams;
        this.audit = audit;
        this.clock = clock;
        this.recent = new RecentAnswers(clock);
    }

    List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/streams", new Need.SignedIn(), this::list),
                new ApiRoute("GET", "/api/v1/streams/{app}/{name}", new Need.OnApp(Role.VIEWER),
                        this::one),
                new ApiRoute("DELETE", "/api/v1/streams/{app}/{name}",
                        new Need.OnApp(Role.MODERATOR), this::kick));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem {
        Collection<LiveStream> now = streams.all();
        return recent.of(now.size() + " " + call.caller().grants() + " " + call.page() + " "
                + PARAMETERS.stream().map(call::query).toList(), () ->
                StreamList.of(call, now).answer(clock.wallMs()));
    }

    private ApiAnswer one(ApiCall call) throws ApiProblem {
        LiveStream stream = found(call.stream());
        return ApiAnswer.json(json -> StreamJson.write(stream, clock.wallMs(), json));
    }

    private LiveStream found(StreamKey key) throws ApiProblem {
        return streams.find(key).orElseThrow(() ->
                new ApiProblem(404, "there is no stream " + key + " now"));
    }

    private ApiAnswer kick(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        StreamKey key = call.stream();
        LiveStream stream = found(key);
        LOG.log(System.Logger.Level.INFO, () -> "stream kicked stream=" + key
                + " by=" + call.caller().name() + " from=" + call.remote());
        stream.kick("kicked by the operator");
        CountDownLatch done = new CountDownLatch(1);
        // A loop keeps the order in which tasks came: when this runs, the kick is through.
        stream.owner().execute(done::countDown);
        if (!done.await(KICK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ApiProblem(503, "the stream's loop has not answered yet");
        }
        audit.record(call.caller(), "stream.kicked", key.toString(), "");
        return ApiAnswer.empty(204);
    }
}
