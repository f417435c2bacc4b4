package io.freshet.net.http;

import io.freshet.net.http.h2.FieldBlock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Header fields in order; names do not distinguish upper and lower case.
///
/// Names and values are checked when they are added, so that nothing can smuggle a line break into
/// an answer. Spec: RFC 9110, 5.
///
/// Threading: immutable; the cached bytes may be made twice, which does no harm.
public final class HttpHeaders {
    /// No fields.
    public static final HttpHeaders EMPTY = new HttpHeaders(List.of());

    private final List<String> flat;
    private byte @Nullable [] wire;
    private byte @Nullable [] fieldBlock;

    private HttpHeaders(List<String> flat) {
        this.flat = List.copyOf(flat);
    }

    /// Fields from alternating names and values.
    ///
    /// @throws IllegalArgumentException for a name or value that HTTP does not allow
    public static HttpHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        List<String> flat = new ArrayList<>(namesAndValues.length);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            flat.add(checkedName(namesAndValues[i]));
            flat.add(checkedValue(namesAndValues[i + 1]));
        }
        return new HttpHeaders(flat);
    }

    /// These fields and one more.
    public HttpHeaders with(String name, String value) {
        List<String> more = new ArrayList<>(flat);
        more.add(checkedName(name));
        more.add(checkedValue(value));
        return new HttpHeaders(more);
    }

    /// Fields that a parser has checked already.
    public static HttpHeaders parsed(List<String> flat) {
        return new HttpHeaders(flat);
    }

    /// The first value of a field.
    public Optional<String> first(String name) {
        for (int i = 0; i < flat.size(); i += 2) {
            if (flat.get(i).equalsIgnoreCase(name)) {
                return Optional.of(flat.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /// All values of a field, in order, each as it stands on its line.
    public List<String> all(String name) {
        List<String> found = new ArrayList<>(2);
        for (int i = 0; i < flat.size(); i += 2) {
            if (flat.get(i).equalsIgnoreCase(name)) {
                found.add(flat.get(i + 1));
            }
        }
        return found;
    }

    /// Whether a comma-separated field (`Connection`, `Upgrade`) names this token.
    public boolean names(String field, String token) {
        for (int i = 0; i < flat.size(); i += 2) {
            if (flat.get(i).equalsIgnoreCase(field) && hasToken(flat.get(i + 1), token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasToken(String list, String token) {
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int end = comma < 0 ? list.length() : comma;
            int to = end;
            while (from < to && list.charAt(from) <= ' ') {
                from++;
            }
            while (to > from && list.charAt(to - 1) <= ' ') {
                to--;
            }
            if (to - from == token.length()
                    && list.regionMatches(true, from, token, 0, token.length())) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /// Number of fields.
    public int count() {
        return flat.size() / 2;
    }

    /// Each field in order.
    public void forEach(BiConsumer<String, String> call) {
        for (int i = 0; i < flat.size(); i += 2) {
            call.accept(flat.get(i), flat.get(i + 1));
        }
    }

    /// The lines of HTTP/1.1, made once.
    byte[] wire() {
        byte[] made = wire;
        if (made == null) {
            StringBuilder lines = new StringBuilder(64 * count());
            forEach((name, value) ->
                    lines.append(name).append(": ").append(value).append("\r\n"));
            made = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
            wire = made;
        }
        return made;
    }

    /// The fields as HTTP/2 has them, made once.
    byte[] fieldBlock() {
        byte[] made = fieldBlock;
        if (made == null) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(64 * count());
            forEach((name, value) -> FieldBlock.add(out, name.toLowerCase(Locale.ROOT), value));
            made = out.toByteArray();
            fieldBlock = made;
        }
        return made;
    }

    /// Whether a name may have it.
    public static boolean isTokenChar(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
                || c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static String checkedName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(HttpHeaders::isTokenChar)) {
            throw new IllegalArgumentException(
                    "not a header name: " + name.length() + " characters");
        }
        return name;
    }

    private static String checkedValue(String value) {
        if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= 255 && c != 127)) {
            throw new IllegalArgumentException(
                    "not a header value: " + value.length() + " characters");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof HttpHeaders headers && flat.equals(headers.flat);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(flat);
    }

    /// Names alone: values may be secrets.
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("[");
        forEach((name, _) -> names.append(name.toLowerCase(Locale.ROOT)).append(' '));
        return names.toString().strip() + "]";
    }
}
