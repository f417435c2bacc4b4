package io.freshet.tools.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// A page of Prometheus metrics: each family's samples added up.
public final class MetricsText {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private MetricsText() {
    }

    /// Fetches and reads a page.
    ///
    /// @return sums by name; empty if the page cannot be had
    public static Map<String, Double> fetch(URI page) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(page).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? sums(answer.body()) : Map.of();
        } catch (IOException away) {
            return Map.of();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    /// Sums by name, whatever the labels; quantiles and buckets are left out.
    static Map<String, Double> sums(String text) {
        Map<String, Double> sums = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = Math.max(line.lastIndexOf('}') + 1, 0);
            int space = line.indexOf(' ', end);
            int brace = line.indexOf('{');
            if (space < 0 || line.contains("quantile=") || line.contains("le=\"")) {
                return;
            }
            String name = line.substring(0, brace < 0 ? space : brace);
            String value = line.substring(space + 1).strip().split(" ")[0];
            if (value.matches("-?[0-9.]+([eE][+-]?\\d+)?")) {
                sums.merge(name, Double.parseDouble(value), Double::sum);
            }
        });
        return sums;
    }
}
