package io.freshet.control;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Digests;
import io.freshet.control.api.Need;
import io.freshet.media.Bytes;
import io.freshet.net.address.MediaOrigins;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// The operators' console: its page at every path that it shows something at, and its assets.
///
/// Nothing of it is secret, so that it can ask who is there; `/console.json` tells the media ports.
/// Files are found by their exact name in a map: no path leads out of it. They are packed and
/// marked when they are first asked for.
///
/// Threading: shared.
final class ConsoleFiles {

    private static final String PAGE = "console.html";
    private static final String ASSETS = "assets/";

    /// Where the console shows something: the first segments of `console/src/console/route.ts`.
    private static final List<String> PAGES = List.of("/", "/streams", "/streams/{app}/{name}",
            "/streams/{app}/{group}/{name}", "/streams/{app}/{school}/{group}/{name}", "/keys",
            "/nodes", "/access", "/webhooks", "/events", "/audit", "/alerts", "/healing",
            "/users", "/account", "/settings");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /// The host of `Host`, as far as it can be put into a policy.
    private static final Pattern HOST = Pattern.compile(
            "(?<host>[a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    private final Map<String, byte[]> files;
    private final NodeStatus node;
    private final Map<String, Packed> packed = new ConcurrentHashMap<>();

    /// A file as it is sent.
    ///
    /// @param zipped empty if packing does not make it smaller
    private record Packed(String type, String tag, Bytes plain, Optional<Bytes> zipped) {
    }

    /// @param files content by path below the build of the pages; empty if there is none
    /// @param node  knows where the media ports are, which the player asks, and where else it may
    ///              be sent
    ConsoleFiles(Map<String, byte[]> files, NodeStatus node) {
        this.files = files;
        this.node = node;
    }

    /// Nothing if this program was built without pages.
    List<ApiRoute> routes() {
        if (!files.containsKey(PAGE)) {
            return List.of();
        }
        List<ApiRoute> routes = new ArrayList<>();
        for (String template : PAGES) {
            routes.add(new ApiRoute("GET", template, new Need.Nothing(), this::page));
        }
        routes.add(new ApiRoute("GET", "/console.json", new Need.Nothing(), _ ->
                ApiAnswer.json(json -> NodeRoutes.write(node.ports(), json))));
        routes.add(new ApiRoute("GET", "/assets/{file}", new Need.Nothing(), this::asset));
        return routes;
    }

    private ApiAnswer page(ApiCall call) {
        return answer(call, file(PAGE), "no-cache")
                .with("Content-Security-Policy", policy(call))
                .with("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    }

    private ApiAnswer asset(ApiCall call) throws ApiProblem {
        String path = ASSETS + call.path("file");
        if (!files.containsKey(path)) {
            throw new ApiProblem(404, "there is no such file; reload the page");
        }
        return answer(call, file(path), "public, max-age=31536000, immutable");
    }

    private static ApiAnswer answer(ApiCall call, Packed file, String caching) {
        boolean zips = file.zipped().isPresent() && call.header("accept-encoding").orElse("")
                .toLowerCase(Locale.ROOT).contains("gzip");
        String tag = "\"" + file.tag() + (zips ? "-gz" : "") + "\"";
        boolean known = call.header("if-none-match").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(value -> value.strip().replaceFirst("^W/", ""))
                .anyMatch(tag::equals);
        ApiAnswer answer = known ? ApiAnswer.empty(304)
                : ApiAnswer.text(file.type(), zips ? file.zipped().get() : file.plain());
        answer = answer.with("ETag", tag).with("Cache-Control", caching)
                .with("Vary", "Accept-Encoding");
        return zips && !known ? answer.with("Content-Encoding", "gzip") : answer;
    }

    /// The page runs what it came with and asks this port; the player asks the media port, too.
    private String policy(ApiCall call) {
        String media = mediaOrigins(call) + MediaOrigins.of(node.otherEdges());
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                + "media-src 'self' blob:" + media + "; connect-src 'self'" + media
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private String mediaOrigins(ApiCall call) {
        Matcher host = HOST.matcher(call.header("host").orElse("").toLowerCase(Locale.ROOT));
        boolean secure = call.secure();
        int port = secure ? node.ports().https() : node.ports().http();
        if (port == 0 || !host.matches()) {
            return "";
        }
        String there = host.group("host") + ":" + port;
        return secure ? " https://" + there + " wss://" + there
                : " http://" + there + " ws://" + there;
    }

    private Packed file(String path) {
        return packed.computeIfAbsent(path, this::pack);
    }

    private Packed pack(String path) {
        byte[] plain = files.getOrDefault(path, new byte[0]);
        String extension = path.substring(path.lastIndexOf('.') + 1);
        byte[] zipped = zip(plain);
        return new Packed(TYPES.getOrDefault(extension, "application/octet-stream"), tagOf(plain),
                Bytes.wrap(plain), zipped.length < plain.length
                        ? Optional.of(Bytes.wrap(zipped)) : Optional.empty());
    }

    private static byte[] zip(byte[] plain) {
        ByteArrayOutputStream to = new ByteArrayOutputStream(plain.length / 3 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(to)) {
            zip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return to.toByteArray();
    }

    private static String tagOf(byte[] content) {
        return Digests.sha256(content).substring(0, 16);
    }
}
