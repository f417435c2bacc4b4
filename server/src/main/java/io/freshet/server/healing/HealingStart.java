package io.freshet.server.healing;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.heal.HealRules;
import io.freshet.cluster.heal.Move;
import io.freshet.control.events.Event;
import io.freshet.control.events.Events;
import io.freshet.control.healing.Bulletin;
import io.freshet.control.healing.NodeHealth;
import io.freshet.coordination.Bus;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.Subscription;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.relay.Workshop;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.server.config.HealingSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// This node's part in healing: it restarts its own parts when asked, hears how all are, and looks
/// at all while it has the duty.
///
/// Threading: opened and closed by one thread; the duty and what comes over the bus on others,
/// guarded by `this`.
public final class HealingStart implements NodeHealth, AutoCloseable {

    private static final String BULLETINS = "heal.bulletin";
    private static final String RESETS = "heal.reset";
    private static final String RESTARTS = "heal.restart";
    private static final String DUTY = "healing";

    private final Surroundings around;
    private final HealingSettings settings;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final NodeClient client;
    private final Playing playing;
    private final Doing doing;
    private @Nullable Healer healer;
    private @Nullable Rounds rounds;
    private volatile Optional<Bulletin> heard = Optional.empty();

    /// What is around it.
    ///
    /// @param self     id of this node
    /// @param looks    whether it may have the duty: it has a control centre
    /// @param workshop this node's own parts
    /// @param events   take what happened
    public record Surroundings(HealingSettings settings, String self, boolean looks,
            Cluster cluster, Bus bus, NodeSecret secret, Workshop workshop, Clock clock,
            Events events) {
    }

    private HealingStart(Surroundings around) {
        this.around = around;
        this.settings = around.settings();
        this.client = new NodeClient(around.secret(), around.clock());
        this.playing = new Playing(client);
        this.doing = new Doing(around.cluster(), client, this::byBus, provider(),
                new Hooks(settings.hooks()), new Trial(settings.trialApp(), around.secret(),
                        playing, around.clock()), around.clock());
    }

    /// Begins.
    public static HealingStart open(Surroundings around) {
        HealingStart made = new HealingStart(around);
        Bus bus = around.bus();
        made.subscriptions.add(bus.subscribe(BULLETINS, (_, message) ->
                BulletinText.read(message).ifPresent(read -> made.heard = Optional.of(read))));
        made.subscriptions.add(bus.subscribe(RESTARTS, (_, message) -> made.restart(message)));
        made.subscriptions.add(bus.subscribe(RESETS, (_, message) -> made.reset(message)));
        if (around.looks()) {
            made.subscriptions.add(around.cluster().duty(DUTY, made::onDuty));
        }
        return made;
    }

    private Provider provider() {
        HealingSettings.Provider chosen = settings.provider();
        return switch (chosen.kind()) {
            case NONE -> Provider.NOBODY;
            case PROCESS -> new CommandProvider(Command.of(chosen.command()), true);
            case COMMAND -> new CommandProvider(Command.of(chosen.command()), false);
            case KUBERNETES -> new KubernetesProvider(chosen.api(), Path.of(chosen.account()),
                    chosen.pod());
        };
    }

    private HealRules rules() {
        HealRules usual = HealRules.DEFAULT;
        Duration patience = settings.provider().patience();
        return new HealRules(usual.lookAgain(), patience, usual.retry(), usual.relapse(),
                usual.forget(), usual.lasting(), usual.failuresMax(), settings.evictedMax());
    }

    private synchronized void onDuty(boolean now) {
        stop();
        if (now) {
            Rounds made = new Rounds(new Prober(client, playing, around.clock(),
                    settings.streams()));
            rounds = made;
            healer = new Healer(new Healer.Wiring(around.self(), settings.every(),
                    around.cluster(), around.clock(), doing, new Telling()), made, rules(), heard);
        }
    }

    private synchronized void stop() {
        if (healer != null) {
            healer.close();
            healer = null;
        }
        if (rounds != null) {
            rounds.close();
            rounds = null;
        }
    }

    /// Tells the cluster and the event log.
    private final class Telling implements Healer.Told {

        @Override
        public void step(Move.Step step) {
            around.events().happened(Event.of("healing." + Healer.name(step.to()),
                    "node", step.node(), "from", Healer.name(step.from()),
                    "failures", Integer.toString(step.failures()), "why", step.why(),
                    "by", around.self()));
        }

        @Override
        public void doubt(Move.Doubt doubt) {
            around.events().happened(Event.of("healing.doubt",
                    "failing", Integer.toString(doubt.failing()),
                    "of", Integer.toString(doubt.of()), "by", around.self()));
        }

        @Override
        public void lasting(Move.Lasting lasting) {
            around.events().happened(Event.of("healing.lasting", "node", lasting.node(),
                    "condition", Healer.name(lasting.condition()), "why", lasting.why(),
                    "by", around.self()));
        }

        @Override
        public void bulletin(Bulletin bulletin) {
            heard = Optional.of(bulletin);
            around.bus().publish(BULLETINS, BulletinText.write(bulletin));
        }
    }

    // ---- over the bus

    private static Bytes words(String... words) {
        return Bytes.wrap(String.join("\t", words).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] words(Bytes message) {
        return StandardCharsets.UTF_8.decode(message.buffer()).toString().split("\t", -1);
    }

    private void byBus(NodeRecord node, String path) {
        around.bus().publish(RESTARTS, words(node.id(), path, around.secret().sign("POST",
                node.id() + path, around.clock().wallMs())));
    }

    private void restart(Bytes message) {
        String[] words = words(message);
        boolean mine = words.length == 3 && words[0].equals(around.self())
                && around.secret().refusal(Optional.of(words[2]), "POST", words[0] + words[1],
                        around.clock().wallMs()).isEmpty();
        if (mine) {
            // Listeners' names have nothing to be unescaped.
            String part = parameter(words[1], "part=");
            String name = parameter(words[1], "name=").replace("%2F", "/");
            Thread.ofVirtual().name("restart").start(() ->
                    around.workshop().restart(part, name));
        }
    }

    private static String parameter(String path, String name) {
        int from = path.indexOf(name);
        int to = path.indexOf('&', Math.max(0, from));
        return from < 0 ? "" : path.substring(from + name.length(), to < 0 ? path.length() : to);
    }

    private synchronized void reset(Bytes message) {
        String[] words = words(message);
        if (words.length == 2 && healer != null) {
            healer.reset(words[0], words[1]);
        }
    }

    // ---- for people

    @Override
    public Optional<Bulletin> bulletin() {
        return heard;
    }

    @Override
    public void reset(String node, String by) {
        around.bus().publish(RESETS, words(node, by.replaceAll("\\p{Cntrl}", " ")));
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        stop();
        playing.close();
        client.close();
    }
}
