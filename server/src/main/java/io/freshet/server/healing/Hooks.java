package io.freshet.server.healing;

import io.freshet.control.hooks.HookAnswer;
import io.freshet.control.hooks.HookCall;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookTarget;
import io.freshet.coordination.NodeRecord;
import io.freshet.media.Bytes;
import io.freshet.server.config.HealingSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// Tells those who send viewers to nodes, a CDN or a name server, that one is out or in again.
///
/// What goes wrong here is told and holds up nothing: routing knows already.
///
/// Threading: shared; blocks for a minute at most.
final class Hooks {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HealingSettings.Hooks settings;
    private final HookClient client = new HookClient("freshet", 4,
            () -> (SSLSocketFactory) SSLSocketFactory.getDefault());

    Hooks(HealingSettings.Hooks settings) {
        this.settings = settings;
    }

    /// By which name viewers reach it.
    static String host(NodeRecord node) {
        String base = NodeClient.media(node).isEmpty() ? node.address("relay")
                : NodeClient.media(node);
        String host = URI.create(base).getHost();
        return host == null ? "" : host;
    }

    /// It is out.
    ///
    /// @return what went wrong; empty if nothing did, or there is nobody to tell
    Optional<String> withdraw(NodeRecord node, String reason) throws InterruptedException {
        return tell("withdraw", settings.withdrawUrl(), node, reason);
    }

    /// It is in again.
    Optional<String> restore(NodeRecord node) throws InterruptedException {
        return tell("restore", settings.restoreUrl(), node, "healed");
    }

    private Optional<String> tell(String what, String url, NodeRecord node, String reason)
            throws InterruptedException {
        Map<String, String> values = Map.of("what", what, "node", node.id(), "host", host(node),
                "reason", reason);
        List<String> wrong = new ArrayList<>();
        if (!url.isBlank()) {
            post(url, values).ifPresent(wrong::add);
        }
        if (!settings.command().isBlank()) {
            Command.of(settings.command()).run(values).ifPresent(wrong::add);
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private Optional<String> post(String url, Map<String, String> values)
            throws InterruptedException {
        Map<String, String> escaped = new HashMap<>();
        values.forEach((name, value) -> escaped.put(name,
                URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        try {
            HookTarget target = HookTarget.of(Command.filled(url, escaped),
                    settings.mayBePrivate());
            HookAnswer answer = client.send(HookCall.post(target,
                    Map.of("Content-Type", "application/json"),
                    Bytes.wrap(json(values).getBytes(StandardCharsets.UTF_8)), PATIENCE));
            return answer.status() / 100 == 2 ? Optional.empty()
                    : Optional.of(target + " answered " + answer.status());
        } catch (HookFailure failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private static String json(Map<String, String> values) {
        List<String> members = values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue()
                        .replaceAll("[\\\\\"\\p{Cntrl}]", " ") + "\"").toList();
        return "{" + String.join(",", members) + "}";
    }
}
