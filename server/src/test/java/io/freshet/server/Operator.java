package io.freshet.server;

import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An administrator at a node's API.
final class Operator {

    static final String PASSWORD = "a password of the test";

    /// The address of a path of the API.
    private final UnaryOperator<String> address;
    private final HttpClient client;
    private String cookie = "";
    private String guard = "";

    private Operator(HttpClient client, UnaryOperator<String> address) {
        this.client = client;
        this.address = address;
    }

    /// Signs in at a node that was opened with `control.admin-password` set to [#PASSWORD].
    static Operator at(TestNode node) throws Exception {
        return at(node.client(), node::control);
    }

    /// The same, of a node in a process of its own.
    ///
    /// @param address makes an address of a path of its API
    static Operator at(HttpClient client, UnaryOperator<String> address) throws Exception {
        Operator made = new Operator(client, address);
        Patience.until("the administrator", Duration.ofSeconds(20), () -> {
            try {
                HttpResponse<String> answer = made.send("POST", "api/v1/login",
                        "{\"name\":\"admin\",\"password\":\"" + PASSWORD + "\"}");
                if (answer.statusCode() != 200) {
                    return false;
                }
                made.cookie = answer.headers().firstValue("set-cookie").orElseThrow()
                        .split(";")[0];
                made.guard = value(answer.body(), "csrfToken");
                return true;
            } catch (IOException | InterruptedException notYet) {
                return false;
            }
        });
        return made;
    }

    /// What the API says; anything but success is a failure of the test.
    String call(String method, String path, String json) throws Exception {
        HttpResponse<String> answer = send(method, path, json);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " "
                    + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.apply(path)))
                .timeout(Duration.ofSeconds(15)).method(method, json.isEmpty()
                        ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie).header("X-CSRF-Token", guard);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// A text property of an answer.
    static String value(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return matcher.group(1);
    }
}
