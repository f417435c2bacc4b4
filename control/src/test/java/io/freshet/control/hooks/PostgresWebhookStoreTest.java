package io.freshet.control.hooks;

import io.freshet.control.store.TestDatabase;

final class PostgresWebhookStoreTest extends WebhookContract {

    @Override
    protected TestDatabase make() throws Exception {
        return TestDatabase.postgresql();
    }
}
