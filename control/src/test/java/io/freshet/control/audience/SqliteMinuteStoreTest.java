package io.freshet.control.audience;

import io.freshet.control.store.TestDatabase;

final class SqliteMinuteStoreTest extends MinuteStoreContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.sqlite();
    }
}
