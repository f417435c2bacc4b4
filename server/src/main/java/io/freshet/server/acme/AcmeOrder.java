package io.freshet.server.acme;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.net.tls.SigningRequest;
import io.freshet.server.acme.AcmeClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One certificate, from the wish to the chain.
///
///     order -> for each name: challenge, wait until the authority has fetched it from us
///           -> request with a new key -> wait -> chain
///
/// Spec: RFC 8555, 7.4, 7.5 and 8.3.
///
/// Threading: confined to one thread, which it blocks.
final class AcmeOrder {

    /// An authority that is asked so often and does not decide has forgotten us.
    private static final int LOOKS_MAX = 30;
    private static final Duration LOOK_MIN = Duration.ofSeconds(1);
    private static final Duration LOOK_MAX = Duration.ofSeconds(20);

    private final AcmeClient client;
    private final AccountKey key;
    private final Challenges challenges;
    private final Pause pause;

    /// Lets time go by.
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    AcmeOrder(AcmeClient client, AccountKey key, Challenges challenges, Pause pause) {
        this.client = client;
        this.key = key;
        this.challenges = challenges;
        this.pause = pause;
    }

    /// The chain and its private key, in PEM.
    String certificate(List<String> domains, SecureRandom random)
            throws AcmeFailure, IOException, InterruptedException {
        String names = String.join(",", domains.stream()
                .map(each -> "{\"type\":\"dns\",\"value\":\"" + each + "\"}").toList());
        Answer made = client.post(client.named("newOrder"), "{\"identifiers\":[" + names + "]}");
        URI order = made.location().orElseThrow(() ->
                new AcmeFailure("the order has no address"));
        try {
            for (URI authorization : authorizations(made.json())) {
                authorize(authorization);
            }
            SigningRequest request = SigningRequest.make(domains, random);
            await(order, "ready", "the order");
            client.post(AcmeClient.url(client.read(order).json(), "finalize"), "{\"csr\":\""
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(request.der())
                    + "\"}");
            Body done = await(order, "valid", "the order");
            return request.key() + client.read(AcmeClient.url(done, "certificate")).text();
        } finally {
            challenges.clear();
        }
    }

    private static List<URI> authorizations(Body order) throws AcmeFailure {
        try {
            List<URI> all = new ArrayList<>();
            for (String each : order.texts("authorizations")) {
                all.add(URI.create(each));
            }
            return all;
        } catch (ApiProblem | IllegalArgumentException strange) {
            throw new AcmeFailure("the order has no authorizations");
        }
    }

    private void authorize(URI authorization)
            throws AcmeFailure, IOException, InterruptedException {
        Body state = client.read(authorization).json();
        if (AcmeClient.text(state, "status").equals("valid")) {
            return;
        }
        Body challenge = challenge(state);
        String token = AcmeClient.text(challenge, "token");
        if (!token.matches("[A-Za-z0-9_-]{1,200}")) {
            throw new AcmeFailure("the challenge's token is malformed");
        }
        challenges.put(token, key.authorization(token));
        client.post(AcmeClient.url(challenge, "url"), "{}");
        await(authorization, "valid", "the challenge");
    }

    private static Body challenge(Body authorization) throws AcmeFailure {
        try {
            for (Body each : authorization.objects("challenges")) {
                if (each.text("type").equals("http-01")) {
                    return each;
                }
            }
        } catch (ApiProblem strange) {
            throw new AcmeFailure("the authorization's challenges make no sense");
        }
        throw new AcmeFailure("the authority offers no http-01 challenge for this name");
    }

    /// Asks until it has come so far, at the pace that the authority wants.
    private Body await(URI url, String status, String what)
            throws AcmeFailure, IOException, InterruptedException {
        for (int looks = 0; looks < LOOKS_MAX; looks++) {
            Answer answer = client.read(url);
            Body state = answer.json();
            String now = AcmeClient.text(state, "status");
            if (now.equals(status) || status.equals("ready") && now.equals("valid")) {
                return state;
            }
            if (!now.equals("pending") && !now.equals("processing") && !now.equals("ready")) {
                throw new AcmeFailure(what + " is " + now + why(state));
            }
            Duration wish = answer.retryAfter();
            pause.of(wish.compareTo(LOOK_MIN) < 0 ? LOOK_MIN
                    : wish.compareTo(LOOK_MAX) > 0 ? LOOK_MAX : wish);
        }
        throw new AcmeFailure(what + " was not decided in time");
    }

    /// The error of the order, or of the challenge that failed.
    private static String why(Body state) throws AcmeFailure {
        try {
            Optional<Body> error = state.optionalObject("error");
            for (Body each : state.objects("challenges")) {
                error = error.isPresent() ? error : each.optionalObject("error");
            }
            return error.isPresent() ? ": " + AcmeClient.said(error.get()) : "";
        } catch (ApiProblem strange) {
            return "";
        }
    }
}
