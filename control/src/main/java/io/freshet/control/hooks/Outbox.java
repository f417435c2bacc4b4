package io.freshet.control.hooks;

import io.freshet.control.events.EventJson;
import io.freshet.control.events.LoggedEvent;
import io.freshet.control.events.StoredWith;
import io.freshet.media.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Puts each event that is stored into the outbox of those who want it.
///
/// Threading: the thread that stores events.
public final class Outbox implements StoredWith {

    private final Clock clock;
    private final Runnable poke;

    /// @param poke tells the one who sends that there is something
    public Outbox(Clock clock, Runnable poke) {
        this.clock = clock;
        this.poke = poke;
    }

    @Override
    public void stored(Handle handle, List<LoggedEvent> fresh) {
        List<Webhook> hooks = WebhookStore.all(handle);
        List<Delivery> deliveries = new ArrayList<>();
        long nowMs = clock.wallMs();
        for (LoggedEvent event : fresh) {
            for (Webhook hook : hooks) {
                if (hook.wants(event.event())) {
                    deliveries.add(new Delivery(hook.id(), event.id(), event.event().type(),
                            EventJson.text(event), Delivery.State.WAITING, 0, nowMs, nowMs,
                            Delivery.Result.NONE));
                }
            }
        }
        if (!deliveries.isEmpty()) {
            DeliveryStore.insert(handle, deliveries);
            poke.run();
        }
    }
}
