package io.freshet.server.healing;

import io.freshet.coordination.NodeRecord;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Deletes a node's pod, so that its controller makes a new one.
///
/// The service account needs the verb `delete` on `pods` in its namespace. Its files are read for
/// each request, since the token is exchanged from time to time.
///
/// Spec: Kubernetes API v1, Pod, DELETE.
///
/// Threading: immutable.
///
/// @param api     URL without path
/// @param account folder with `token`, `namespace` and perhaps `ca.crt`
/// @param pod     name of the pod, with `{node}`
record KubernetesProvider(String api, Path account, String pod) implements Provider {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Optional<String> reprovision(NodeRecord node, String reason)
            throws InterruptedException {
        String name = Command.filled(pod, Map.of("node", node.id()));
        try (HttpClient client = client()) {
            String namespace = Files.readString(account.resolve("namespace")).strip();
            String token = Files.readString(account.resolve("token")).strip();
            HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/api/v1/namespaces/"
                            + escaped(namespace) + "/pods/" + escaped(name))).timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json").DELETE().build();
            int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            // 404: it is gone already, and the controller makes another one.
            return status == 200 || status == 202 || status == 404 ? Optional.empty()
                    : Optional.of("Kubernetes answered " + status + " to deleting pod " + name);
        } catch (IOException | GeneralSecurityException failed) {
            return Optional.of("Kubernetes: " + failed.getMessage());
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1);
        Path authority = account.resolve("ca.crt");
        return (Files.exists(authority) ? builder.sslContext(trusting(authority)) : builder)
                .build();
    }

    private static SSLContext trusting(Path authority)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(
                TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(null, trust.getTrustManagers(), null);
        return made;
    }
}
