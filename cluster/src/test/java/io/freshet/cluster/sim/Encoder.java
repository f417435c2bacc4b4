package io.freshet.cluster.sim;

import io.freshet.media.StreamKey;
import org.jspecify.annotations.Nullable;

/// Pushes one stream to some node, and to another one when that does not take it.
///
/// Threading: confined to the test.
final class Encoder {

    final StreamKey key;
    private final World world;
    private final String name;
    private int attempt;
    private @Nullable SimNode node;
    private int life;

    Encoder(World world, StreamKey key, String name) {
        this.world = world;
        this.key = key;
        this.name = name;
    }

    void connect() {
        SimNode chosen = world.anyNode();
        if (!chosen.isRunning()) {
            world.at(World.SECOND / 2 + world.nextLong(World.SECOND), this::connect);
            return;
        }
        if (!chosen.publish(this, name + "-" + ++attempt)) {
            world.at(World.SECOND / 4, this::connect);
            return;
        }
        node = chosen;
        life = chosen.life();
        watch();
    }

    /// Notices a node that has died at once, one that hangs after 2 s.
    private void watch() {
        world.at(World.SECOND / 2, () -> {
            SimNode now = node;
            if (now != null && now.life() == life && now.isRunning()
                    && !now.members.state(now.id()).takesNew()) {
                // It is asked to go elsewhere, and goes.
                leaving(now);
                return;
            }
            if (now == null || now.life() != life || now.isDead()) {
                lost();
            } else if (now.isFrozen()) {
                world.at(3 * World.SECOND / 2, () -> {
                    if (now.isFrozen() && now.life() == life) {
                        now.run(life, () -> now.unpublish(this));
                        lost();
                    } else {
                        watch();
                    }
                });
            } else {
                watch();
            }
        });
    }

    /// As encoders do that understand a reconnect request: the new connection first.
    private void leaving(SimNode old) {
        int before = life;
        node = null;
        connect();
        world.at(World.SECOND, () -> old.run(before, () -> old.unpublish(this)));
    }

    private void lost() {
        node = null;
        world.at(world.nextLong(2 * World.SECOND), this::connect);
    }

    boolean isConnected() {
        SimNode now = node;
        return now != null && now.life() == life && now.isRunning();
    }
}
