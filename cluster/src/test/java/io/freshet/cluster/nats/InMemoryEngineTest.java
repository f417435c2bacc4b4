package io.freshet.cluster.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.coordination.Engine;
import io.freshet.coordination.Lease;
import io.freshet.coordination.Written;
import io.freshet.coordination.memory.InMemoryConnection;
import io.freshet.coordination.memory.InMemoryEngine;
import org.junit.jupiter.api.Test;

/// The engine in memory keeps the contract.
final class InMemoryEngineTest extends EngineContract {

    private final InMemoryEngine engine = new InMemoryEngine();

    @Override
    Engine connect() {
        return engine.connect();
    }

    @Override
    void cut(Engine connection, boolean away) {
        ((InMemoryConnection) connection).cut(away);
    }

    @Test
    void whenItIsAwayNobodyReachesIt() {
        engine.away(true);
        assertThat(answer(one.leases().write("x", new Lease("a", 1), 0)))
                .isInstanceOf(Written.Away.class);
        engine.away(false);
        assertThat(answer(two.leases().write("x", new Lease("a", 1), 0)))
                .isInstanceOf(Written.Done.class);
    }
}
