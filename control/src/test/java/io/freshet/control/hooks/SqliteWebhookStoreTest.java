package io.freshet.control.hooks;

import io.freshet.control.store.TestDatabase;

final class SqliteWebhookStoreTest extends WebhookContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.sqlite();
    }
}
