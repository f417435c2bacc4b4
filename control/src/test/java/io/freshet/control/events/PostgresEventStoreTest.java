package io.freshet.control.events;

import io.freshet.control.store.TestDatabase;

final class PostgresEventStoreTest extends EventStoreContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.postgresql();
    }
}
