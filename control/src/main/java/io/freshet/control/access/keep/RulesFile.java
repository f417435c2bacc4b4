package io.freshet.control.access.keep;

import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.control.api.Json;
import io.freshet.control.store.Vault;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The last rules that were known, for a start without the database.
///
/// Secrets in it are sealed as in the database; its owner alone may read it nevertheless.
///
/// Threading: used by one thread at a time.
public final class RulesFile {

    private static final System.Logger LOG = System.getLogger(RulesFile.class.getName());

    private final Path file;
    private final Vault vault;

    /// @param vault that seals secrets in it
    public RulesFile(Path file, Vault vault) {
        this.file = file;
        this.vault = vault;
    }

    /// What was written last; empty if nothing was, or if it cannot be read.
    Optional<List<AccessRow>> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<AccessRow> rows = new ArrayList<>();
            for (Body row : Body.parse(Bytes.wrap(Files.readAllBytes(file))).objects("rows")) {
                rows.add(RowSecrets.opened(vault, new AccessRow(Kind.valueOf(row.text("kind")),
                        row.text("app"), row.text("id"), row.number("version"),
                        row.number("createdMs"), row.text("body"))));
            }
            return Optional.of(rows);
        } catch (IOException | ApiProblem | IllegalArgumentException broken) {
            LOG.log(System.Logger.Level.WARNING, () -> "rules file not read file=" + file
                    + " reason=" + broken.getMessage());
            return Optional.empty();
        }
    }

    /// Replaces it in one step.
    void write(List<AccessRow> rows) {
        List<AccessRow> sealed;
        try {
            sealed = rows.stream().map(row -> RowSecrets.sealed(vault, row)).toList();
        } catch (UncheckedIOException noKey) {
            LOG.log(System.Logger.Level.WARNING, () -> "rules file not written file=" + file
                    + " reason=" + noKey.getMessage());
            return;
        }
        Bytes text = Json.object(json -> Json.objects(json, "rows", sealed, (row, out) -> {
            out.writeStringProperty("kind", row.kind().name());
            out.writeStringProperty("app", row.app());
            out.writeStringProperty("id", row.id());
            out.writeNumberProperty("version", row.version());
            out.writeNumberProperty("createdMs", row.createdMs());
            out.writeStringProperty("body", row.body());
        }));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
            Files.write(next, text.toArray());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, () -> "rules file not written file=" + file
                    + " reason=" + failure.getMessage());
        }
    }
}
