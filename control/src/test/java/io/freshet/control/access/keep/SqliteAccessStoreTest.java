package io.freshet.control.access.keep;

import io.freshet.control.store.TestDatabase;

final class SqliteAccessStoreTest extends AccessDeskContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.sqlite();
    }
}
