package io.freshet.server.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/// A certificate authority on loopback that checks what a real one checks: nonces, signatures,
/// addresses, challenges, requests. One order at a time.
///
/// Spec: RFC 8555.
///
/// Threading: one thread serves; the test sets what goes wrong before it asks.
public final class AcmeTestServer implements AutoCloseable {

    private final HttpServer server;
    private final TestAuthority authority;
    private final IntSupplier challengePort;
    private final Set<String> nonces = new HashSet<>();
    private final List<String> heard = new ArrayList<>();
    private Optional<PublicKey> account = Optional.empty();
    private String thumbprint = "";
    private List<String> names = List.of();
    private final Set<String> valid = new HashSet<>();
    private String chain = "";
    /// Why the last challenge has failed.
    private String failed = "";
    private int counter;
    private int looks;
    /// Nonces that are refused from now on.
    volatile int badNonces;
    /// Answers 429 with this in Retry-After while it is not zero.
    volatile int rateLimitS;
    /// Of the next certificate.
    volatile Duration life = Duration.ofDays(90);
    volatile Instant from = Instant.now().minusSeconds(3600);

    /// @param challengePort where HTTP of every domain is
    public AcmeTestServer(IntSupplier challengePort) throws IOException, GeneralSecurityException {
        this.authority = new TestAuthority();
        this.challengePort = challengePort;
        this.server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            } catch (GeneralSecurityException | ApiProblem | InterruptedException wrong) {
                answer(exchange, 400, problem("malformed", String.valueOf(wrong.getMessage())));
            }
        });
        server.start();
    }

    public URI directory() {
        return URI.create(url("/directory"));
    }

    /// The paths that were asked for, in their order.
    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String problem(String type, String detail) {
        return "{\"type\":\"urn:ietf:params:acme:error:" + type + "\",\"detail\":\""
                + detail.replace('"', ' ') + "\"}";
    }

    private synchronized void serve(HttpExchange exchange) throws IOException,
            GeneralSecurityException, ApiProblem, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        heard.add(path);
        if (path.equals("/directory")) {
            answer(exchange, 200, "{\"newNonce\":\"" + url("/nonce") + "\",\"newAccount\":\""
                    + url("/account") + "\",\"newOrder\":\"" + url("/new") + "\",\"meta\":{}}");
        } else if (path.equals("/nonce")) {
            answer(exchange, 200, "");
        } else if (rateLimitS > 0) {
            exchange.getResponseHeaders().add("Retry-After", Integer.toString(rateLimitS));
            answer(exchange, 429, problem("rateLimited", "too many certificates already issued"));
        } else {
            Body outer = Body.parse(Bytes.wrap(exchange.getRequestBody().readAllBytes()));
            Body header = Body.parse(Bytes.wrap(decoded(outer.text("protected"))));
            if (!nonces.remove(header.text("nonce")) || badNonces > 0) {
                badNonces--;
                answer(exchange, 400, problem("badNonce", "this nonce is used up"));
                return;
            }
            if (!header.text("url").equals(url(path))) {
                answer(exchange, 401, problem("unauthorized", "signed for another address"));
                return;
            }
            verify(outer, path.equals("/account") ? key(header.object("jwk"))
                    : account.orElseThrow());
            String payload = new String(decoded(outer.text("payload")), StandardCharsets.UTF_8);
            signed(exchange, path, payload);
        }
    }

    private PublicKey key(Body jwk) throws ApiProblem, GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(
                new ECPoint(new BigInteger(1, decoded(jwk.text("x"))),
                        new BigInteger(1, decoded(jwk.text("y")))),
                curve.getParameterSpec(ECParameterSpec.class)));
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + jwk.text("x")
                + "\",\"y\":\"" + jwk.text("y") + "\"}";
        thumbprint = Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest
                .getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII)));
        account = Optional.of(key);
        return key;
    }

    private static void verify(Body outer, PublicKey key)
            throws ApiProblem, GeneralSecurityException {
        Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(key);
        check.update((outer.text("protected") + "." + outer.text("payload"))
                .getBytes(StandardCharsets.US_ASCII));
        if (!check.verify(decoded(outer.text("signature")))) {
            throw new GeneralSecurityException("the signature is wrong");
        }
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private void signed(HttpExchange exchange, String path, String payload) throws IOException,
            ApiProblem, GeneralSecurityException, InterruptedException {
        String last = path.substring(path.lastIndexOf('/') + 1);
        switch (path.split("/")[1]) {
            case "account" -> {
                exchange.getResponseHeaders().add("Location", url("/account/1"));
                answer(exchange, 201, "{\"status\":\"valid\"}");
            }
            case "new" -> {
                names = new ArrayList<>();
                valid.clear();
                chain = "";
                for (Body each : Body.parse(Bytes.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                        .objects("identifiers")) {
                    names.add(each.text("value"));
                }
                exchange.getResponseHeaders().add("Location", url("/order/1"));
                answer(exchange, 201, order());
            }
            case "authorization" -> answer(exchange, 200, authorization(last));
            case "challenge" -> {
                check(last);
                answer(exchange, 200, "{\"status\":\"processing\"}");
            }
            case "finalize" -> {
                Body request = Body.parse(Bytes.wrap(payload.getBytes(StandardCharsets.UTF_8)));
                chain = authority.sign(decoded(request.text("csr")), names, from, life);
                answer(exchange, 200, order());
            }
            case "order" -> {
                exchange.getResponseHeaders().add("Retry-After", "1");
                answer(exchange, 200, order());
            }
            case "chain" -> answer(exchange, 200, chain);
            default -> answer(exchange, 404, problem("malformed", "no such thing"));
        }
    }

    private String order() {
        String status = !chain.isEmpty() ? "valid" : valid.containsAll(names) ? "ready" : "pending";
        // It takes its time.
        boolean slow = status.equals("valid") && ++looks % 2 == 0;
        return "{\"status\":\"" + (slow ? "processing" : status) + "\",\"authorizations\":["
                + String.join(",", names.stream().map(each -> "\"" + url("/authorization/" + each)
                        + "\"").toList()) + "],\"finalize\":\"" + url("/finalize/1")
                + "\",\"certificate\":\"" + url("/chain/1") + "\"}";
    }

    private String authorization(String name) {
        String status = valid.contains(name) ? "valid" : failed.isEmpty() ? "pending" : "invalid";
        String error = failed.isEmpty() ? "" : ",\"error\":"
                + problem("unauthorized", failed);
        return "{\"status\":\"" + status + "\",\"challenges\":[{\"type\":\"dns-01\",\"url\":\""
                + url("/challenge/none") + "\",\"token\":\"x\"},{\"type\":\"http-01\",\"url\":\""
                + url("/challenge/" + name) + "\",\"token\":\"" + token(name) + "\"" + error
                + "}]}";
    }

    private static String token(String name) {
        return "token-of-" + name.replace('.', '_');
    }

    private void check(String name) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String got = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                    + challengePort.getAsInt() + "/.well-known/acme-challenge/" + token(name)))
                    .build(), BodyHandlers.ofString()).body();
            if (got.equals(token(name) + "." + thumbprint)) {
                valid.add(name);
                failed = "";
            } else {
                failed = "found something else at " + name;
            }
        }
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        String nonce = "nonce-" + counter++;
        nonces.add(nonce);
        exchange.getResponseHeaders().add("Replay-Nonce", nonce);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean empty = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
