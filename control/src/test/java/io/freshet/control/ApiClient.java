package io.freshet.control;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody who uses the API: with a cookie, with a token, or as nobody.
final class ApiClient {

    private final ControlRig rig;
    final Map<String, String> headers = new LinkedHashMap<>();

    ApiClient(ControlRig rig) {
        this.rig = rig;
    }

    /// Signs in.
    static ApiClient signedIn(ControlRig rig, String name, String password) throws Exception {
        ApiClient made = new ApiClient(rig);
        HttpResponse<String> answer = made.login(name, password);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        made.keep(answer);
        return made;
    }

    static ApiClient admin(ControlRig rig) throws Exception {
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> answer = new ApiClient(rig).login("admin", ControlRig.PASSWORD);
            if (answer.statusCode() == 200) {
                ApiClient made = new ApiClient(rig);
                made.keep(answer);
                return made;
            }
            // The first start is under way.
            rig.clock.advanceMs(60_000);
            Thread.sleep(50);
        }
        throw new AssertionError("no administrator");
    }

    /// With a token that an administrator makes, of these grants.
    static ApiClient withToken(ControlRig rig, ApiClient admin, String grants) throws Exception {
        Map<String, Object> made = JsonReader.object(admin.call("POST", "/api/v1/tokens",
                "{\"name\":\"test\",\"grants\":" + grants + "}").body());
        ApiClient client = new ApiClient(rig);
        client.headers.put("Authorization", "Bearer " + made.get("token"));
        return client;
    }

    HttpResponse<String> login(String name, String password)
            throws IOException, InterruptedException {
        return call("POST", "/api/v1/login",
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    /// Goes on with the cookie and the token of this answer.
    void keep(HttpResponse<String> answer) {
        headers.put("Cookie", cookie(answer));
        headers.put("X-CSRF-Token",
                String.valueOf(JsonReader.object(answer.body()).get("csrfToken")));
    }

    static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return call("GET", path, null);
    }

    HttpResponse<String> call(String method, String path, @Nullable String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = rig.request(path).method(method,
                json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return rig.send(request);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> items(HttpResponse<String> answer) {
        return (List<Map<String, Object>>) JsonReader.object(answer.body()).get("items");
    }
}
