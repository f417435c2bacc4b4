package io.freshet.tools.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An operator, signed in at the API of one node: says what is wanted of others.
///
/// Threading: confined to its caller.
final class Steward {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int TRIES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CSRF = Pattern.compile("\"csrfToken\":\"([^\"]+)\"");
    private static final Pattern STATE = Pattern.compile("\"state\":\"([a-z]+)\"");

    private static final Pattern LIMB = Pattern.compile(
            "\"node\":\"([^\"]+)\"[^}]*\"level\":(-?[0-9]+),\"token\":\"([0-9]+)\"");

    /// A node's part in a stream, as that node says.
    ///
    /// @param level 0 if it leads
    /// @param token of the leader
    record Limb(String node, int level, long token) {
    }

    private final HttpClient http;
    private final String url;
    private final String cookie;
    private final String csrf;

    /// Signs in.
    ///
    /// @param node whose API it is
    Steward(HttpClient http, Ground.Node node, String password)
            throws IOException, InterruptedException {
        this.http = http;
        this.url = "http://" + node.host() + ":" + node.control();
        HttpResponse<String> answer = good(HttpRequest.newBuilder(URI.create(url
                + "/api/v1/login")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"admin\",\"password\":\"" + password
                        + "\"}")));
        this.cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
        this.csrf = found(CSRF, answer.body());
    }

    private HttpResponse<String> good(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(request.timeout(TIMEOUT).build());
        if (answer.statusCode() != 200) {
            throw new IOException(url + " answers " + answer.statusCode() + ": "
                    + answer.body().strip());
        }
        return answer;
    }

    /// A node that has just come up, on a machine that is busy, may be late: it is asked again.
    private HttpResponse<String> answer(HttpRequest request)
            throws IOException, InterruptedException {
        for (int i = 1; i < TRIES; i++) {
            try {
                return http.send(request, BodyHandlers.ofString());
            } catch (HttpTimeoutException late) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        return http.send(request, BodyHandlers.ofString());
    }

    private static String found(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Cookie", cookie)
                .header("X-CSRF-Token", csrf);
    }

    /// @param what `drain`, `evict` or `resume`
    void order(String node, String what) throws IOException, InterruptedException {
        good(request("/api/v1/nodes/" + node + "/" + what).POST(BodyPublishers.noBody()));
    }

    /// Who has a stream.
    ///
    /// @param stream `/APP/NAME`
    List<Limb> tree(String stream) throws IOException, InterruptedException {
        return LIMB.matcher(good(request("/api/v1/streams" + stream + "/tree").GET()).body())
                .results().map(found -> new Limb(found.group(1),
                        Integer.parseInt(found.group(2)), Long.parseLong(found.group(3))))
                .toList();
    }

    /// Waits until it is in that state.
    ///
    /// @throws IOException if it is not within a minute
    void await(String node, String state) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        String now = "";
        while (System.nanoTime() < endNs) {
            now = found(STATE, good(request("/api/v1/nodes/" + node)).body());
            if (now.equals(state)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IOException(node + " is still " + now + ", not " + state);
    }
}
