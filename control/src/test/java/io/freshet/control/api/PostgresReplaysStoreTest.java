package io.freshet.control.api;

import io.freshet.control.store.TestDatabase;

final class PostgresReplaysStoreTest extends ReplaysContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.postgresql();
    }
}
