package io.freshet.control.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A database for each test: subclasses say of which kind.
public abstract class StoreContract {

    protected Database database;
    private TestDatabase made;

    /// Where it is; `TestDatabase.sqlite()` or `TestDatabase.postgresql()`.
    protected abstract TestDatabase make() throws Exception;

    @BeforeEach
    void openDatabase() throws Exception {
        made = make();
        database = Database.open(made.options());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
        made.close();
    }
}
