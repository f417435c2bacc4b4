package io.freshet.control.events;

import io.freshet.control.store.TestDatabase;

final class SqliteEventStoreTest extends EventStoreContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.sqlite();
    }
}
