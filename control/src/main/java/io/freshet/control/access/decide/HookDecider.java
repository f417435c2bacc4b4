package io.freshet.control.access.decide;

import io.freshet.control.access.token.Generations;
import io.freshet.control.access.token.PlayClaims;
import io.freshet.control.access.token.Secrets;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.control.api.Json;
import io.freshet.control.hooks.HookAnswer;
import io.freshet.control.hooks.HookCall;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookSignature;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Terms;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/// Asks an app's webhook whether somebody may publish or play.
///
/// A status of 200 to 299 lets in, 400 to 499 keeps out; anything else, and no answer in time, is
/// decided as the operator chose. An answer stands for a while for the same one, and for an HLS
/// player for as long as it goes on asking for segments.
///
/// Threading: shared; answers come on virtual threads of their own, bounded in number.
public final class HookDecider {

    private static final System.Logger LOG = System.getLogger(HookDecider.class.getName());

    /// More questions at a time are decided as if there were no answer.
    private static final int QUESTIONS_MAX = 2000;
    private static final int REMEMBERED_MAX = 20_000;
    /// An HLS player fetches something more often than this.
    private static final long HLS_SILENCE_NS = 30_000_000_000L;
    private static final int REASON_CHARS_MAX = 200;

    private final HookClient client;
    private final Clock clock;
    private final RandomGenerator random;
    private final Semaphore questions = new Semaphore(QUESTIONS_MAX);
    private final Generations<Who, Answer> answers = new Generations<>(REMEMBERED_MAX);
    private final ConcurrentHashMap<Who, CompletableFuture<Verdict>> asking =
            new ConcurrentHashMap<>();

    /// Who is the same one.
    private record Who(String app, Action action, String stream, Protocol protocol,
            String address, String userAgent, String tokenId, Map<String, String> parameters) {
    }

    private record Answer(Verdict verdict, long untilNs) {
    }

    /// What came of a question.
    ///
    /// @param reason   why not, for the peer; empty if allowed
    /// @param user     what the webhook calls the peer; empty if nothing
    /// @param answered whether the webhook said so itself
    /// @param status   of HTTP; 0 if there was none
    /// @param detail   what went wrong, for the operator; empty if nothing
    public record Verdict(boolean allowed, String reason, String user, boolean answered, int status,
            String detail) {

        public Terms on(Terms terms) {
            return user.isEmpty() ? terms : new Terms(terms.keyId(), terms.tokenId(), user,
                    terms.expiresWallMs(), terms.tokenViewers(), terms.streamViewers(),
                    terms.bitrateMaxBps());
        }
    }

    public HookDecider(HookClient client, Clock clock, RandomGenerator random) {
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    /// Asks, or knows from before.
    ///
    /// @param parameters of the request, without what only we may know
    public CompletableFuture<Verdict> ask(Decider decider, Request request, Terms terms,
            Map<String, String> parameters) {
        Who who = new Who(request.key().app(), request.action(), request.key().name(),
                request.protocol(), request.peer().address(), request.peer().userAgent(),
                terms.tokenId(), parameters);
        long nowNs = clock.monotonicNs();
        Optional<Answer> known = answers.get(who).filter(each -> each.untilNs() - nowNs > 0);
        if (known.isPresent()) {
            if (request.protocol() == Protocol.HLS && known.get().verdict().allowed()
                    && known.get().untilNs() - nowNs < HLS_SILENCE_NS / 2) {
                answers.put(who, new Answer(known.get().verdict(), nowNs + HLS_SILENCE_NS));
            }
            return CompletableFuture.completedFuture(known.get().verdict());
        }
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        CompletableFuture<Verdict> before = asking.putIfAbsent(who, answer);
        if (before != null) {
            return before;
        }
        Bytes question = question(request, terms, parameters);
        if (!questions.tryAcquire()) {
            asking.remove(who);
            answer.complete(unanswered(decider, 0, "too many questions"));
            return answer;
        }
        Thread.ofVirtual().name("hook decision").start(() -> {
            Verdict verdict = unanswered(decider, 0, "a fault of the server");
            try {
                verdict = ask(decider, question);
                if (verdict.answered()) {
                    long standsNs = verdict.allowed() && request.protocol() == Protocol.HLS
                            ? Math.max(HLS_SILENCE_NS, decider.cache().toNanos())
                            : decider.cache().toNanos();
                    answers.put(who, new Answer(verdict, clock.monotonicNs() + standsNs));
                }
            } finally {
                questions.release();
                asking.remove(who);
                answer.complete(verdict);
            }
        });
        return answer;
    }

    private static Verdict unanswered(Decider decider, int status, String detail) {
        return new Verdict(decider.failOpen(), decider.failOpen() ? ""
                : "the server cannot decide now, try again", "", false, status, detail);
    }

    private static Bytes question(Request request, Terms terms, Map<String, String> parameters) {
        return Json.object(json -> {
            json.writeStringProperty("type",
                    request.action() == Action.PUBLISH ? "on_publish" : "on_play");
            json.writeStringProperty("app", request.key().app());
            json.writeStringProperty("stream", request.key().name());
            json.writeStringProperty("protocol",
                    request.protocol().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringProperty("address", request.peer().address());
            json.writeBooleanProperty("secure", request.peer().secure());
            json.writeStringProperty("userAgent", request.peer().userAgent());
            json.writeStringProperty("referer", request.peer().referer());
            json.writeStringProperty("origin", request.peer().origin());
            json.writeStringProperty("user", terms.user());
            json.writeObjectPropertyStart("parameters");
            new java.util.TreeMap<>(parameters).forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    /// Asks once; blocks.
    public Verdict ask(Decider decider, Bytes question) {
        try {
            String id;
            synchronized (random) {
                id = "msg_" + Secrets.random(26, random);
            }
            Map<String, String> headers = new HashMap<>(HookSignature.headers(decider.secret(),
                    id, clock.wallMs() / 1000, question));
            headers.put("Content-Type", "application/json");
            HookAnswer answer = client.send(HookCall.post(decider.target(), headers, question,
                    decider.timeout()));
            if (answer.isSuccess()) {
                return said(answer, true);
            }
            if (answer.status() >= 400 && answer.status() < 500) {
                return said(answer, false);
            }
            LOG.log(System.Logger.Level.WARNING, () -> "webhook does not decide target="
                    + decider.target() + " status=" + answer.status());
            return unanswered(decider, answer.status(), "it answers " + answer.status());
        } catch (HookFailure failure) {
            LOG.log(System.Logger.Level.WARNING, () -> "webhook does not decide target="
                    + decider.target() + " reason=" + failure.getMessage());
            return unanswered(decider, 0, String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unanswered(decider, 0, "interrupted");
        }
    }

    /// The body may say more; who answers with a page instead has still answered.
    private static Verdict said(HookAnswer answer, boolean good) {
        try {
            Body body = Body.parse(answer.body());
            boolean allowed = good && body.optionalFlag("allow").orElse(true);
            String reason = printable(body.optionalText("reason").orElse("not allowed"));
            String user = body.optionalText("user").filter(PlayClaims::isUser).orElse("");
            return new Verdict(allowed, allowed ? "" : reason, user, true, answer.status(), "");
        } catch (ApiProblem _) {
            return new Verdict(good, good ? "" : "not allowed", "", true, answer.status(),
                    "");
        }
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().limit(REASON_CHARS_MAX).forEach(c ->
                printable.append(c < ' ' || c > '~' ? '?' : (char) c));
        return printable.toString();
    }
}
