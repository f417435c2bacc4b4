package io.freshet.cluster.nats;

import io.freshet.coordination.BadRecordException;
import io.freshet.coordination.Bus;
import io.freshet.coordination.Engine;
import io.freshet.coordination.Lease;
import io.freshet.coordination.Ledger;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table;
import io.freshet.coordination.Voice;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection to NATS that is kept for as long as the node runs, whatever becomes of NATS.
///
/// A keeper thread makes buckets, opens watches when the connection is new, and looks now and then
/// whether the copies are behind. It counts as here once every copy is up to date.
///
/// Threading: shared; see [Engine].
public final class NatsEngine implements Engine {

    private static final System.Logger LOG = System.getLogger("cluster");
    private static final Duration RECONNECT_WAIT = Duration.ofMillis(250);
    /// A server that is stopped, not dead, is found out in three of these.
    private static final Duration PING = Duration.ofSeconds(1);
    private static final int PINGS_OUT_MAX = 2;
    private static final long RETRY_MS = 250;
    private static final long AGAIN_MS = 3_000;
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);
    /// A watch that says nothing for so long about what was written is opened anew.
    private static final long LOOK_MS = 1_000;
    /// Every so many looks the servers are asked, a request a table: finds what nobody told of.
    private static final int ASK_EVERY = 10;
    private static final String WRITTEN = "written.";
    private static final int DIGITS_MAX = 19;

    private final NatsOptions options;
    private final Complaints complaints;
    private final Options jnats;
    private final Voice voice;
    private final JetStreamOptions requests;
    private final NatsTable<String, NodeRecord> nodes;
    private final NatsTable<String, NodeOrder> orders;
    private final NatsTable<StreamKey, StreamEntry> directory;
    private final NatsTable<String, Lease> leases;
    private final List<NatsTable<?, ?>> tables;
    private final NatsBus bus;
    private final NatsLedger ledger;
    private final List<LinkListener> links = new CopyOnWriteArrayList<>();
    private final Semaphore wakes = new Semaphore(0);
    private final Thread keeper;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Connection givenUp;
    private volatile boolean here;
    private volatile boolean closed;
    private volatile boolean fresh;
    private int looks;

    private NatsEngine(NatsOptions options) {
        this.options = options;
        this.complaints = new Complaints(options.identity(), options.tls().isPresent(),
                BETWEEN_COMPLAINTS, line -> LOG.log(System.Logger.Level.WARNING, line));
        this.voice = new Voice(task -> Thread.ofVirtual().name("cluster-voice").start(task));
        this.requests = JetStreamOptions.builder().requestTimeout(options.timeout()).build();
        this.nodes = new NatsTable<>(this, options.prefix() + "-nodes", Codec.NODES);
        this.orders = new NatsTable<>(this, options.prefix() + "-orders", Codec.ORDERS);
        this.directory = new NatsTable<>(this, options.prefix() + "-streams", Codec.STREAMS);
        this.leases = new NatsTable<>(this, options.prefix() + "-leases", Codec.LEASES);
        this.tables = List.of(nodes, orders, directory, leases);
        this.bus = new NatsBus(this, options.prefix() + ".");
        this.ledger = new NatsLedger(this, options.prefix());
        tables.forEach(table -> bus.subscribe(WRITTEN + table.bucket(), (_, said) ->
                revision(said).ifPresent(table::hear)));
        this.keeper = Thread.ofVirtual().name("nats-keeper").unstarted(this::keep);
        this.jnats = jnats();
    }

    /// Begins to connect; returns at once, and goes on trying.
    ///
    /// @throws IllegalArgumentException if the options cannot be used
    public static NatsEngine open(NatsOptions options) {
        NatsEngine engine = new NatsEngine(options);
        engine.connect();
        engine.keeper.start();
        return engine;
    }

    private Options jnats() {
        Options.Builder builder = new Options.Builder()
                .servers(options.servers().toArray(String[]::new))
                .connectionName(options.name())
                .connectionTimeout(options.timeout())
                .maxReconnects(-1).reconnectWait(RECONNECT_WAIT)
                // What could not be sent is lost: old heartbeats would only mislead.
                .reconnectBufferSize(0)
                .pingInterval(PING).maxPingsOut(PINGS_OUT_MAX)
                .connectionListener((which, event) -> changed(which))
                .errorListener(new Quiet());
        identify(builder, options.identity());
        options.tls().ifPresent(builder::sslContext);
        return builder.build();
    }

    private void connect() {
        try {
            Nats.connectAsynchronously(jnats, true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void identify(Options.Builder builder, NatsOptions.Identity identity) {
        switch (identity) {
            case NatsOptions.Identity.Anybody _ -> {
            }
            case NatsOptions.Identity.User(String name, String password) ->
                    builder.userInfo(name.toCharArray(), password.toCharArray());
            case NatsOptions.Identity.SharedToken(String token) ->
                    builder.token(token.toCharArray());
            case NatsOptions.Identity.Credentials(var file) -> {
                try {
                    builder.authHandler(new CredentialsFile(file));
                } catch (IOException bad) {
                    throw new IllegalArgumentException(bad.getMessage(), bad);
                }
            }
        }
    }

    /// jnats says here that the connection is another one than it was.
    private void changed(Connection which) {
        if (which.equals(givenUp)) {
            return;
        }
        connection = which;
        if (which.getStatus() == Connection.Status.CONNECTED) {
            bus.attach(which);
        } else {
            tell(false);
        }
        fresh = false;
        wakes.release();
    }

    private void keep() {
        try {
            while (!closed) {
                await();
                Connection now = connection;
                if (!closed && now != null
                        && now.getStatus() == Connection.Status.CONNECTED) {
                    look(now);
                } else if (!closed && now != null
                        && now.getStatus() == Connection.Status.CLOSED) {
                    again(now);
                }
            }
            tables.forEach(NatsTable::unfollow);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// jnats gives up when the same server has refused us twice; but passwords are changed.
    private void again(Connection last) throws InterruptedException {
        givenUp = last;
        connection = null;
        wakes.tryAcquire(AGAIN_MS, TimeUnit.MILLISECONDS);
        if (!closed && connection == null) {
            connect();
        }
    }

    /// Until something changed, or it is time to look again.
    private void await() throws InterruptedException {
        if (wakes.tryAcquire(fresh ? LOOK_MS : RETRY_MS, TimeUnit.MILLISECONDS)) {
            wakes.drainPermits();
        }
    }

    private void look(Connection now) throws InterruptedException {
        try {
            if (fresh) {
                boolean ask = ++looks % ASK_EVERY == 0;
                for (NatsTable<?, ?> table : tables) {
                    if (table.isSilent() || ask && table.isBehind(now)) {
                        LOG.log(System.Logger.Level.INFO, () -> "event=copy-behind bucket="
                                + table.bucket());
                        fresh = false;
                    }
                }
            }
            if (!fresh) {
                // Set first: what changes while we catch up has us catch up again.
                fresh = true;
                boolean whole = ledger.prepare(now);
                for (NatsTable<?, ?> table : tables) {
                    whole &= table.follow(now);
                }
                if (!whole) {
                    fresh = false;
                } else if (fresh) {
                    tell(true);
                }
            }
        } catch (IOException | JetStreamApiException | IllegalStateException
                | IllegalArgumentException notYet) {
            fresh = false;
            LOG.log(System.Logger.Level.DEBUG, () -> "event=engine-not-ready reason="
                    + notYet.getMessage());
        }
    }

    /// Tells the others that they should soon hear of a revision.
    void announce(String bucket, long revision) {
        bus.publish(WRITTEN + bucket, Bytes.wrap(Long.toString(revision)
                .getBytes(StandardCharsets.US_ASCII)));
    }

    private static OptionalLong revision(Bytes said) {
        String text = StandardCharsets.US_ASCII.decode(said.buffer()).toString();
        return said.length() < DIGITS_MAX && text.matches("[0-9]+")
                ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private void tell(boolean now) {
        if (here != now && !closed) {
            here = now;
            voice.execute(() -> links.forEach(link -> link.changed(now)));
        }
    }

    Voice voice() {
        return voice;
    }

    JetStreamOptions requests() {
        return requests;
    }

    int replicas() {
        return options.replicas();
    }

    @Nullable Connection connection() {
        return connection;
    }

    /// A record of another version, or of another program.
    void unreadable(String bucket, String key, BadRecordException bad) {
        LOG.log(System.Logger.Level.WARNING, () -> "event=unreadable-record bucket=" + bucket
                + " key=" + key + " reason=" + bad.getMessage());
    }

    @Override
    public Table<String, NodeRecord> nodes() {
        return nodes;
    }

    @Override
    public Table<String, NodeOrder> orders() {
        return orders;
    }

    @Override
    public Table<StreamKey, StreamEntry> directory() {
        return directory;
    }

    @Override
    public Table<String, Lease> leases() {
        return leases;
    }

    @Override
    public Bus bus() {
        return bus;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void sweep() {
        Connection now = connection;
        if (now == null || !here) {
            return;
        }
        try {
            for (NatsTable<?, ?> table : tables) {
                table.sweep(now);
            }
        } catch (IOException | JetStreamApiException | IllegalStateException later) {
            LOG.log(System.Logger.Level.DEBUG, "event=sweep-failed", later);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isHere() {
        return here;
    }

    @Override
    public Subscription listen(LinkListener listener) {
        voice.execute(() -> {
            listener.changed(here);
            links.add(listener);
        });
        return () -> voice.execute(() -> links.remove(listener));
    }

    @Override
    public void close() {
        closed = true;
        here = false;
        wakes.release();
        try {
            keeper.join(options.timeout());
            Connection last = connection;
            if (last != null) {
                last.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What goes wrong shows in answers and in the link; but for a refusal jnats need not print it.
    private final class Quiet implements ErrorListener {

        @Override
        public void errorOccurred(Connection which, String error) {
            complaints.server(error);
            LOG.log(System.Logger.Level.DEBUG, () -> "event=nats-error reason=" + error);
        }

        @Override
        public void exceptionOccurred(Connection which, Exception thrown) {
            complaints.failure(thrown);
            LOG.log(System.Logger.Level.DEBUG, () -> "event=nats-exception reason=" + thrown);
        }
    }
}
