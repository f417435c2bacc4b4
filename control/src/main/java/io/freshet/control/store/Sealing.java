package io.freshet.control.store;

import org.jdbi.v3.core.config.JdbiConfig;
import org.jspecify.annotations.Nullable;

/// How those who read and write rows come by the database's vault.
///
/// Threading: set once before the database is used.
public final class Sealing implements JdbiConfig<Sealing> {

    private @Nullable Vault vault;

    /// Jdbi makes one for each database.
    public Sealing() {
    }

    private Sealing(@Nullable Vault vault) {
        this.vault = vault;
    }

    void use(Vault its) {
        vault = its;
    }

    /// The database's own.
    public Vault vault() {
        if (vault == null) {
            throw new IllegalStateException("this is no database of ours");
        }
        return vault;
    }

    @Override
    public Sealing createCopy() {
        return new Sealing(vault);
    }
}
