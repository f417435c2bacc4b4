package io.freshet.control.alerts;

import io.freshet.control.hooks.HookAnswer;
import io.freshet.control.hooks.HookCall;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookSignature;
import io.freshet.control.hooks.HookTarget;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// By HTTP: signed JSON to a webhook, or what the operator's template says to any interface.
///
/// Threading: shared.
///
/// @param client makes the request; asked for when there is one to make
record HttpCarrier(Supplier<HookClient> client, Clock clock) implements Carrier {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern WORD = Pattern.compile("\\{([a-z]{1,20})}");
    private static final int ANSWER_BYTES_MAX = 16 << 10;

    @Override
    public void carry(Channel channel, Message message) throws NotCarried, InterruptedException {
        Channel.Terms terms = channel.terms();
        try {
            boolean signed = terms.kind() == Channel.Kind.WEBHOOK;
            HookAnswer answer = client.get().send(signed ? webhook(channel, message)
                    : template(terms, message));
            if (!answer.isSuccess()) {
                throw new NotCarried("answered " + answer.status());
            }
        } catch (HookFailure failure) {
            throw new NotCarried(String.valueOf(failure.getMessage()), failure);
        }
    }

    private HookCall webhook(Channel channel, Message message) throws HookFailure {
        Bytes body = message.json();
        Map<String, String> headers = new HashMap<>(HookSignature.headers(channel.secret(),
                message.id(), clock.wallMs() / 1000, body));
        headers.put("Content-Type", "application/json");
        return HookCall.post(target(channel.terms(), channel.terms().url()), headers, body,
                TIMEOUT);
    }

    private static HookCall template(Channel.Terms terms, Message message) throws HookFailure {
        HookTarget target = target(terms, filled(terms.url(), message, text ->
                URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")));
        Map<String, String> headers = new HashMap<>(terms.headers());
        if (terms.body().isEmpty()) {
            return new HookCall("GET", target, headers, Bytes.EMPTY, TIMEOUT, ANSWER_BYTES_MAX);
        }
        headers.put("Content-Type", terms.contentType());
        String body = filled(terms.body(), message, escape(terms.contentType()));
        return new HookCall("POST", target, headers,
                Bytes.wrap(body.getBytes(StandardCharsets.UTF_8)), TIMEOUT, ANSWER_BYTES_MAX);
    }

    private static HookTarget target(Channel.Terms terms, String url) throws HookFailure {
        return HookTarget.of(url, terms.privateAllowed());
    }

    /// So that no stream's name can become more than a text in the body.
    private static UnaryOperator<String> escape(String contentType) {
        if (contentType.contains("json")) {
            return HttpCarrier::jsonText;
        }
        return contentType.contains("urlencoded")
                ? text -> URLEncoder.encode(text, StandardCharsets.UTF_8)
                : text -> text;
    }

    private static String jsonText(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x2028 || c == 0x2029) {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    /// The template with `{text}`, `{subject}`, `{severity}`, `{state}` and `{rule}` filled in.
    static String filled(String template, Message message, UnaryOperator<String> escape) {
        return WORD.matcher(template).replaceAll(match -> {
            String word = message.word(match.group(1));
            boolean known = !word.equals(match.group());
            return Matcher.quoteReplacement(known ? escape.apply(word) : word);
        });
    }
}
