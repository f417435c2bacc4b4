package io.freshet.control.access.keep;

import io.freshet.control.store.TestDatabase;

final class PostgresAccessStoreTest extends AccessDeskContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.postgresql();
    }
}
