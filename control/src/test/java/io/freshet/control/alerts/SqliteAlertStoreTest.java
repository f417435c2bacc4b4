package io.freshet.control.alerts;

import io.freshet.control.store.TestDatabase;

final class SqliteAlertStoreTest extends AlertStoreContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.sqlite();
    }
}
