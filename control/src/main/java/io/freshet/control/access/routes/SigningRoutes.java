package io.freshet.control.access.routes;

import io.freshet.control.access.keep.AccessRow;
import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.keep.RowJson;
import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.access.token.JwtSigner;
import io.freshet.control.access.token.PlayClaims;
import io.freshet.control.access.token.Secrets;
import io.freshet.control.access.token.ShortToken;
import io.freshet.control.access.token.Signatures;
import io.freshet.control.access.token.SigningKey;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookTarget;
import io.freshet.control.store.StoreAwayException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Keys that sign playback tokens, and the making of a token.
///
/// Threading: shared, as the desk is.
public final class SigningRoutes {

    private static final String PATH = "/api/v1/apps/{app}/signing-keys";
    /// It stands in every token.
    private static final int ID_CHARS = 8;
    private static final int SECRET_BYTES = 32;
    private static final long HOUR_MS = 3_600_000;
    private static final long LIFETIME_MAX_MS = 365 * 24 * HOUR_MS;

    private final Desks desks;

    public SigningRoutes(Desks desks) {
        this.desks = desks;
    }

    public List<ApiRoute> all() {
        Need admin = new Need.OnApp(Role.ADMIN);
        return List.of(new ApiRoute("GET", PATH, admin, this::list),
                new ApiRoute("POST", PATH, admin, this::create),
                new ApiRoute("DELETE", PATH + "/{id}", admin, this::delete),
                new ApiRoute("POST", "/api/v1/apps/{app}/sign", new Need.OnApp(Role.OPERATOR),
                        this::sign));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem {
        return Desks.page(call, desks.desk().list(Kind.SIGNING_KEY, call.path("app")),
                AccessRow::id, SigningRoutes::write);
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        Body body = call.body();
        String name = body.line("name", Desks.NAME_CHARS_MAX);
        SigningKey.Kind kind = RowJson.kind(SigningKey.Kind.class, body);
        boolean isPrivate = body.optionalFlag("privateAllowed").orElse(false);
        if (isPrivate && !call.caller().mayEverywhere(Role.ADMIN)) {
            throw new ApiProblem(403, "private addresses are allowed by an administrator of every "
                    + "app alone");
        }
        String material = switch (kind) {
            case SECRET -> newSecret();
            case ED25519 -> publicKey(body);
            case JWKS -> url(body, isPrivate);
        };
        body.done();
        SigningKey key = new SigningKey(Secrets.random(ID_CHARS, desks.random()), name, kind,
                material, isPrivate, desks.clock().wallMs(), call.caller().name());
        AccessRow row = new AccessRow(Kind.SIGNING_KEY, call.path("app"), key.id(), 1,
                key.createdMs(), RowJson.text(key));
        desks.desk().insert(row, "signing keys");
        desks.audit().record(call.caller(), "signing-key.created", row.app(), "key " + key.id()
                + " of kind " + kind.name().toLowerCase(Locale.ROOT));
        return ApiAnswer.created(PATH.replace("{app}", row.app()) + "/" + row.id(), json -> {
            write(row, json);
            if (kind == SigningKey.Kind.SECRET) {
                json.writeStringProperty("secret", material);
            }
        });
    }

    private String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        desks.random().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static String publicKey(Body body) throws ApiProblem {
        String text = body.text("publicKey");
        try {
            var _ = Signatures.ed25519(Base64.getUrlDecoder().decode(text));
            return text;
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            throw body.wrong("publicKey", "the 32 bytes of an Ed25519 public key in base64url");
        }
    }

    private static String url(Body body, boolean isPrivate) throws ApiProblem {
        try {
            HookTarget target = HookTarget.of(body.text("url"), isPrivate);
            if (!target.isSecure() && !isPrivate) {
                throw body.wrong("url", "an https URL: who can change what it answers signs "
                        + "tokens");
            }
            return target.uri().toString();
        } catch (HookFailure bad) {
            throw new ApiProblem(422, "url: " + bad.getMessage());
        }
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = desks.desk().get(Kind.SIGNING_KEY, call.path("app"), call.path("id"),
                "signing key");
        desks.desk().delete(Kind.SIGNING_KEY, row.app(), row.id());
        desks.audit().record(call.caller(), "signing-key.deleted", row.app(), "key " + row.id());
        return ApiAnswer.empty(204);
    }

    private static SigningKey key(AccessRow row) {
        try {
            return RowJson.signingKey(row);
        } catch (ApiProblem unreadable) {
            throw new IllegalStateException("a row that was read cannot be: " + row, unreadable);
        }
    }

    private static void write(AccessRow row, JsonGenerator json) {
        SigningKey key = key(row);
        json.writeStringProperty("id", row.id());
        json.writeStringProperty("app", row.app());
        json.writeStringProperty("name", key.name());
        json.writeStringProperty("kind", key.kind().name().toLowerCase(Locale.ROOT));
        switch (key.kind()) {
            case SECRET -> {
            }
            case ED25519 -> json.writeStringProperty("publicKey", key.material());
            case JWKS -> json.writeStringProperty("url", key.material());
        }
        json.writeNumberProperty("createdMs", row.createdMs());
        json.writeStringProperty("createdBy", key.createdBy());
    }

    // ---- the making of a token

    private ApiAnswer sign(ApiCall call) throws ApiProblem, StoreAwayException {
        Body body = call.body();
        SigningKey key = chosen(call, body.optionalText("keyId"));
        long lifetimeMs = body.optionalNumber("lifetimeMs").orElse(HOUR_MS);
        if (lifetimeMs < 1000 || lifetimeMs > LIFETIME_MAX_MS) {
            throw body.wrong("lifetimeMs", "a whole number, 1000 to " + LIFETIME_MAX_MS);
        }
        String format = body.optionalText("format").orElse("short");
        if (!format.equals("short") && !format.equals("jwt")) {
            throw body.wrong("format", "short or jwt");
        }
        PlayClaims claims = claims(body, (desks.clock().wallMs() + lifetimeMs) / 1000 * 1000);
        body.done();
        String token = format.equals("short") ? ShortToken.sign(key.id(), key.bytes(), claims)
                : JwtSigner.hs256(key.id(), key.bytes(), claims);
        String app = call.path("app");
        desks.audit().record(call.caller(), "token.signed", app, "for " + claims.stream()
                + " with key " + key.id());
        return ApiAnswer.json(json -> {
            json.writeStringProperty("token", token);
            json.writeNumberProperty("expiresMs", claims.expiresMs());
            if (claims.stream().isExact()) {
                String stream = app + "/" + claims.stream();
                json.writeObjectPropertyStart("paths");
                json.writeStringProperty("hls", "/t/" + token + "/" + stream + "/index.m3u8");
                json.writeStringProperty("ts", "/t/" + token + "/" + stream + "/ts.m3u8");
                json.writeStringProperty("flv", "/t/" + token + "/" + stream + ".flv");
                json.writeStringProperty("rtmp", "/" + stream + "?token=" + token);
                json.writeEndObject();
            }
        });
    }

    private SigningKey chosen(ApiCall call, Optional<String> id) throws ApiProblem {
        return desks.desk().list(Kind.SIGNING_KEY, call.path("app")).reversed().stream()
                .map(SigningRoutes::key)
                .filter(key -> key.kind() == SigningKey.Kind.SECRET
                        && id.map(key.id()::equals).orElse(true))
                .findFirst().orElseThrow(() -> new ApiProblem(409, "app " + call.path("app")
                        + " has no signing key of kind secret" + (id.isPresent() ? " and this id"
                                : "")));
    }

    private static PlayClaims claims(Body body, long expiresMs) throws ApiProblem {
        try {
            Optional<String> address = body.optionalText("address");
            long viewers = body.optionalNumber("sessions").orElse(0L);
            if (viewers < 0 || viewers > 1_000_000) {
                throw body.wrong("sessions", "a whole number up to 1000000");
            }
            String user = body.optionalText("user").orElse("");
            if (!PlayClaims.isUser(user)) {
                throw body.wrong("user", "up to 64 letters, digits and . _ @ : | + -");
            }
            return new PlayClaims(StreamPattern.parse(body.text("stream")), expiresMs, 0,
                    address.isEmpty() ? Optional.empty()
                            : Optional.of(AddressRange.parse(address.get())),
                    (int) viewers, user);
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }
}
