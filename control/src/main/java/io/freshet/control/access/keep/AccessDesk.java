package io.freshet.control.access.keep;

import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.rule.Rules;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What operators have set, in memory and in the database; whoever changes it changes both.
///
/// Threading: shared, but for `begin` and `refresh`, which belong to one thread: so no rules are
/// overtaken by older ones.
public final class AccessDesk {

    private final RulesFile file;
    private final Consumer<Rules> sink;
    private volatile List<AccessRow> rows = List.of();
    private volatile @Nullable AccessStore store;
    private volatile Refresher refresher = this::refresh;
    private long seq = -1;

    /// Has the rules read again, and returns when they are.
    @FunctionalInterface
    public interface Refresher {
        public void refresh() throws StoreAwayException;
    }

    /// @param sink gets the rules whenever they are others
    public AccessDesk(RulesFile file, Consumer<Rules> sink) {
        this.file = file;
        this.sink = sink;
    }

    /// Begins with the last rules that were known, or with none if this node is `fresh`.
    public void begin(boolean fresh) {
        Optional<List<AccessRow>> last = file.read();
        if (last.isPresent() || fresh) {
            rows = last.orElse(List.of());
            sink.accept(RowJson.rules(rows));
        }
    }

    /// Whoever changes something asks for it in this way from now on.
    public void refreshBy(Refresher by) {
        refresher = by;
    }

    /// This is where they are kept.
    public void connect(Database database, Clock clock) {
        store = new AccessStore(database, clock);
    }

    /// The database is about to be closed: rules stay as they are. Waits for who reads them now.
    public synchronized void disconnect() {
        store = null;
    }

    /// Reads them again if somebody has changed them, here or on another node.
    public synchronized void refresh() throws StoreAwayException {
        AccessStore from = store;
        if (from == null || from.seq() == seq) {
            return;
        }
        if (seq < 0) {
            from.sealOld();
        }
        AccessStore.All all = from.all();
        boolean changed = seq < 0 || !all.rows().equals(rows);
        seq = all.seq();
        if (changed) {
            rows = List.copyOf(all.rows());
            sink.accept(RowJson.rules(rows));
            file.write(rows);
        }
    }

    private AccessStore store() throws StoreAwayException {
        AccessStore made = store;
        if (made == null) {
            throw new StoreAwayException("the database is not open yet");
        }
        return made;
    }

    /// Those of an app, the oldest first.
    public List<AccessRow> list(Kind kind, String app) {
        return rows.stream().filter(row -> row.kind() == kind && row.app().equals(app)).toList();
    }

    public Optional<AccessRow> find(Kind kind, String app, String id) {
        return rows.stream().filter(row -> row.kind() == kind && row.app().equals(app)
                && row.id().equals(id)).findFirst();
    }

    /// @throws ApiProblem 404
    public AccessRow get(Kind kind, String app, String id, String what) throws ApiProblem {
        return find(kind, app, id).orElseThrow(() -> new ApiProblem(404, "app " + app + " has no "
                + what + " of this id"));
    }

    /// @throws ApiProblem 409 if there is no room
    public void insert(AccessRow row, String what) throws ApiProblem, StoreAwayException {
        if (!store().insert(row)) {
            throw new ApiProblem(409, "app " + row.app() + " has " + row.kind().most + " " + what
                    + " already, or one of this name");
        }
        refresher.refresh();
    }

    /// @throws ApiProblem 412 if somebody else was faster
    public void update(AccessRow row) throws ApiProblem, StoreAwayException {
        boolean done = store().update(row);
        refresher.refresh();
        if (!done) {
            throw ApiProblem.changed();
        }
    }

    public boolean delete(Kind kind, String app, String id) throws StoreAwayException {
        boolean done = store().delete(kind, app, id);
        refresher.refresh();
        return done;
    }
}
