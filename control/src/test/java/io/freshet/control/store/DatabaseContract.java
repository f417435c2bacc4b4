package io.freshet.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

/// What holds for every database.
abstract class DatabaseContract extends StoreContract {

    private static final String ADD = "INSERT INTO audit VALUES (?, 1, 'user', 'u', 'name', '', "
            + "'thing.done', 'it', '')";

    private long entries() throws StoreAwayException {
        return database.read(handle -> handle.select("SELECT count(*) FROM audit")
                .mapTo(Long.class).one());
    }

    @Test
    void keepsWhatWasWritten() throws StoreAwayException {
        database.write(handle -> handle.execute(ADD, "a"));
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void keepsNothingOfATransactionThatFails() throws StoreAwayException {
        assertThatThrownBy(() -> database.write(handle -> {
            handle.execute(ADD, "a");
            return handle.execute(ADD, "a");
        })).isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(entries()).isZero();
    }

    @Test
    void isNotAway() throws StoreAwayException {
        assertThat(entries()).isZero();
        assertThat(database.isAway()).isFalse();
    }
}
