package io.freshet.control.store;

final class PostgresDatabaseStoreTest extends DatabaseContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.postgresql();
    }
}
