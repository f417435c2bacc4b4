package io.freshet.control.access.keep;

import io.freshet.control.access.decide.Decider;
import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.HostRules;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.access.rule.AddressLists;
import io.freshet.control.access.rule.AppRules;
import io.freshet.control.access.rule.Ban;
import io.freshet.control.access.rule.PlaybackRule;
import io.freshet.control.access.rule.PublishKey;
import io.freshet.control.access.rule.Rules;
import io.freshet.control.access.token.SigningKey;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.control.api.Json;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookTarget;
import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What rows say, and back.
///
/// Threading: stateless.
public final class RowJson {

    private static final System.Logger LOG = System.getLogger(RowJson.class.getName());

    private RowJson() {
    }

    /// The rules that all rows together are. A row that cannot be read is left out and told of:
    /// one bad row must not take the others away.
    static Rules rules(List<AccessRow> rows) {
        Map<String, Map<Kind, List<AccessRow>>> byApp = new HashMap<>();
        rows.forEach(row -> byApp.computeIfAbsent(row.app(), _ -> new EnumMap<>(Kind.class))
                .computeIfAbsent(row.kind(), _ -> new ArrayList<>()).add(row));
        Map<String, AppRules> apps = new HashMap<>();
        byApp.forEach((app, kinds) -> apps.put(app, new AppRules(
                read(kinds, Kind.PUBLISH_KEY, RowJson::publishKey),
                read(kinds, Kind.PLAYBACK_RULE, RowJson::playbackRule),
                first(read(kinds, Kind.ADDRESSES, RowJson::addresses)).orElse(AddressLists.NONE),
                read(kinds, Kind.SIGNING_KEY, RowJson::signingKey),
                read(kinds, Kind.BAN, RowJson::ban),
                first(read(kinds, Kind.DECIDER, RowJson::decider)))));
        return new Rules(apps);
    }

    private static <T> Optional<T> first(List<T> list) {
        return list.stream().findFirst();
    }

    /// Reads one kind of row.
    @FunctionalInterface
    interface Reader<T> {
        T read(AccessRow row) throws ApiProblem, BadRuleException, HookFailure;
    }

    private static <T> List<T> read(Map<Kind, List<AccessRow>> kinds, Kind kind,
            Reader<T> reader) {
        List<T> read = new ArrayList<>();
        for (AccessRow row : kinds.getOrDefault(kind, List.of())) {
            try {
                read.add(reader.read(row));
            } catch (ApiProblem | BadRuleException | HookFailure bad) {
                LOG.log(System.Logger.Level.ERROR, () -> "unreadable rule " + row + " reason="
                        + bad.getMessage());
            }
        }
        return read;
    }

    static Body body(AccessRow row) throws ApiProblem {
        return Body.parse(Bytes.wrap(row.body().getBytes(StandardCharsets.UTF_8)));
    }

    public static String text(java.util.function.Consumer<JsonGenerator> content) {
        return new String(Json.object(content).toArray(), StandardCharsets.UTF_8);
    }

    // ---- publish keys

    public static PublishKey publishKey(AccessRow row) throws ApiProblem, BadRuleException {
        Body body = body(row);
        return new PublishKey(row.id(), body.text("name"), StreamPattern.parse(
                body.text("stream")), AddressList.parse(body.texts("addresses")),
                body.text("hash"), body.text("hint"),
                body.optionalNumber("expiresMs").orElse(Long.MAX_VALUE),
                new PublishKey.Before(body.optionalText("hashBefore").orElse(""),
                        body.optionalNumber("beforeUntilMs").orElse(0L)),
                row.createdMs(), body.text("createdBy"));
    }

    public static String text(PublishKey key) {
        return text(json -> {
            json.writeStringProperty("name", key.name());
            json.writeStringProperty("stream", key.stream().toString());
            Json.texts(json, "addresses", key.addresses().texts());
            json.writeStringProperty("hash", key.hash());
            json.writeStringProperty("hint", key.hint());
            if (key.expiresMs() != Long.MAX_VALUE) {
                json.writeNumberProperty("expiresMs", key.expiresMs());
            }
            json.writeStringProperty("hashBefore", key.before().hash());
            json.writeNumberProperty("beforeUntilMs", key.before().untilMs());
            json.writeStringProperty("createdBy", key.createdBy());
        });
    }

    // ---- playback rules

    public static PlaybackRule playbackRule(AccessRow row) throws ApiProblem, BadRuleException {
        return playbackRule(row.id(), body(row));
    }

    /// As it comes in a request, too.
    public static PlaybackRule playbackRule(String id, Body body)
            throws ApiProblem, BadRuleException {
        String access = body.text("access");
        if (!access.equals("open") && !access.equals("signed")) {
            throw body.wrong("access", "open or signed");
        }
        return new PlaybackRule(id, StreamPattern.parse(body.text("stream")),
                access.equals("signed"),
                new PlaybackRule.Hosts(HostRules.parse(list(body, "origins")),
                        HostRules.parse(list(body, "referers")),
                        body.optionalFlag("withoutReferer").orElse(true)),
                AddressList.parse(list(body, "allow")), AddressList.parse(list(body, "deny")),
                (int) limit(body, "viewersMax", 10_000_000),
                limit(body, "bitrateMaxBps", 10_000_000_000L));
    }

    private static List<String> list(Body body, String name) throws ApiProblem {
        return body.optionalTexts(name).orElse(List.of());
    }

    private static long limit(Body body, String name, long most) throws ApiProblem {
        long value = body.optionalNumber(name).orElse(0L);
        if (value < 0 || value > most) {
            throw body.wrong(name, "a whole number up to " + most);
        }
        return value;
    }

    public static void write(PlaybackRule rule, JsonGenerator json) {
        json.writeStringProperty("stream", rule.stream().toString());
        json.writeStringProperty("access", rule.signed() ? "signed" : "open");
        Json.texts(json, "origins", rule.hosts().origins().hosts());
        Json.texts(json, "referers", rule.hosts().referers().hosts());
        json.writeBooleanProperty("withoutReferer", rule.hosts().without());
        Json.texts(json, "allow", rule.allow().texts());
        Json.texts(json, "deny", rule.deny().texts());
        if (rule.viewersMax() > 0) {
            json.writeNumberProperty("viewersMax", rule.viewersMax());
        }
        if (rule.bitrateMaxBps() > 0) {
            json.writeNumberProperty("bitrateMaxBps", rule.bitrateMaxBps());
        }
    }

    // ---- address lists

    public static AddressLists addresses(AccessRow row) throws ApiProblem, BadRuleException {
        return addresses(body(row));
    }

    public static AddressLists addresses(Body body) throws ApiProblem, BadRuleException {
        return new AddressLists(AddressList.parse(list(body, "publishAllow")),
                AddressList.parse(list(body, "publishDeny")),
                AddressList.parse(list(body, "playAllow")),
                AddressList.parse(list(body, "playDeny")));
    }

    public static void write(AddressLists lists, JsonGenerator json) {
        Json.texts(json, "publishAllow", lists.publishAllow().texts());
        Json.texts(json, "publishDeny", lists.publishDeny().texts());
        Json.texts(json, "playAllow", lists.playAllow().texts());
        Json.texts(json, "playDeny", lists.playDeny().texts());
    }

    // ---- signing keys

    public static SigningKey signingKey(AccessRow row) throws ApiProblem {
        Body body = body(row);
        return new SigningKey(row.id(), body.text("name"), kind(SigningKey.Kind.class, body),
                body.text("material"), body.flag("private"), row.createdMs(),
                body.text("createdBy"));
    }

    public static <E extends Enum<E>> E kind(Class<E> type, Body body) throws ApiProblem {
        String kind = body.text("kind");
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(kind)) {
                return each;
            }
        }
        throw body.wrong("kind", "one of " + List.of(type.getEnumConstants()).toString()
                .toLowerCase(Locale.ROOT));
    }

    public static String text(SigningKey key) {
        return text(json -> {
            json.writeStringProperty("name", key.name());
            json.writeStringProperty("kind", key.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("material", key.material());
            json.writeBooleanProperty("private", key.isPrivate());
            json.writeStringProperty("createdBy", key.createdBy());
        });
    }

    // ---- bans

    public static Ban ban(AccessRow row) throws ApiProblem, BadRuleException {
        Body body = body(row);
        Ban.Kind kind = kind(Ban.Kind.class, body);
        String value = body.text("value");
        return new Ban(row.id(), kind, value, kind == Ban.Kind.ADDRESS
                ? AddressList.parse(List.of(value)) : AddressList.NONE, body.number("untilMs"),
                body.text("reason"), row.createdMs(), body.text("createdBy"));
    }

    public static void write(Ban ban, JsonGenerator json) {
        json.writeStringProperty("kind", ban.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("value", ban.value());
        json.writeStringProperty("reason", ban.reason());
        json.writeNumberProperty("untilMs", ban.untilMs());
        json.writeStringProperty("createdBy", ban.createdBy());
    }

    // ---- deciding webhooks

    public static Decider decider(AccessRow row) throws ApiProblem, HookFailure {
        Body body = body(row);
        return decider(body, body.text("secret"));
    }

    public static Decider decider(Body body, String secret) throws ApiProblem, HookFailure {
        return new Decider(HookTarget.of(body.text("url"),
                body.optionalFlag("privateAllowed").orElse(false)),
                body.optionalFlag("onPublish").orElse(true),
                body.optionalFlag("onPlay").orElse(false),
                duration(body, "timeoutMs", 2000, 100, 10_000),
                body.optionalFlag("failOpen").orElse(false),
                duration(body, "cacheMs", 5000, 0, 60_000), secret);
    }

    private static Duration duration(Body body, String name, long standard, long least,
            long most) throws ApiProblem {
        long ms = body.optionalNumber(name).orElse(standard);
        if (ms < least || ms > most) {
            throw body.wrong(name, "a whole number, " + least + " to " + most);
        }
        return Duration.ofMillis(ms);
    }

    public static void write(Decider decider, JsonGenerator json) {
        json.writeStringProperty("url", decider.target().uri().toString());
        json.writeBooleanProperty("onPublish", decider.onPublish());
        json.writeBooleanProperty("onPlay", decider.onPlay());
        json.writeNumberProperty("timeoutMs", decider.timeout().toMillis());
        json.writeBooleanProperty("failOpen", decider.failOpen());
        json.writeNumberProperty("cacheMs", decider.cache().toMillis());
        json.writeBooleanProperty("privateAllowed", decider.target().privateAllowed());
    }
}
