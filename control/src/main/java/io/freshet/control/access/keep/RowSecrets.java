package io.freshet.control.access.keep;

import io.freshet.control.store.Vault;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets in rows, sealed one by one: what else a row says can be read without the key.
///
/// Threading: stateless.
final class RowSecrets {

    /// Public keys and URLs of key sets need no seal.
    private static final String SHARED = "\"kind\":\"secret\"";
    /// As our own writer writes them.
    private static final Pattern SECRET = Pattern.compile(
            "\"(secret|material)\":\"([A-Za-z0-9+/=_.-]+)\"");

    private RowSecrets() {
    }

    static AccessRow sealed(Vault vault, AccessRow row) {
        return changed(row, secret -> vault.seal(secret, place(row)));
    }

    /// The row with secrets sealed that were stored before they were; empty if it has none.
    static Optional<AccessRow> sealedAnew(Vault vault, AccessRow row) {
        AccessRow sealed = changed(row, secret ->
                vault.sealedAnew(secret, place(row)).orElse(secret));
        return sealed.equals(row) ? Optional.empty() : Optional.of(sealed);
    }

    /// With secrets that nobody knows in the place of those that cannot be read: they sign and
    /// check nothing that another one does.
    static AccessRow opened(Vault vault, AccessRow row) {
        return changed(row, secret -> {
            Optional<String> found = vault.open(secret, place(row));
            return found.orElseGet(vault::stranger);
        });
    }

    private static AccessRow changed(AccessRow row, UnaryOperator<String> change) {
        boolean hasSecret = row.kind() == AccessRow.Kind.DECIDER
                || row.kind() == AccessRow.Kind.SIGNING_KEY && row.body().contains(SHARED);
        if (!hasSecret) {
            return row;
        }
        String body = SECRET.matcher(row.body()).replaceAll(match -> Matcher.quoteReplacement(
                "\"" + match.group(1) + "\":\"" + change.apply(match.group(2)) + "\""));
        return new AccessRow(row.kind(), row.app(), row.id(), row.version(), row.createdMs(),
                body);
    }

    private static String place(AccessRow row) {
        return row.kind() + " " + row.app() + " " + row.id();
    }
}
