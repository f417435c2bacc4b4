package io.freshet.server.healing;

import io.freshet.cluster.heal.Look;
import io.freshet.cluster.heal.Trouble;
import io.freshet.cluster.heal.Trouble.Part;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.Role;
import io.freshet.media.Clock;
import io.freshet.server.healing.Playing.CannotPlay;
import io.freshet.server.healing.Playing.Come;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at nodes as viewers see them: playlists that go on, segments that can be decoded, frames
/// that arrive.
///
/// A stream whose encoder is silent is nobody's fault; nor is one here that its leader does not
/// send either.
///
/// Threading: looks at different nodes may run at once; what was seen before is concurrent, that of
/// one node confined to its look.
final class Prober {

    /// A node that gets frames later than that after its leader had them does not get them.
    private static final long FLOWS_NS = 12_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    /// A new stream has no playlist yet.
    private static final long BEGINS_NS = 20 * SECOND_NS;
    /// So often an edge is asked for a stream that it does not have.
    private static final int SAMPLE_EVERY = 12;

    private final NodeClient client;
    private final Playing playing;
    private final Clock clock;
    private final int streamsMax;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    /// When a stream's leader was last seen to get frames.
    private final Map<String, Long> flowedNs = new ConcurrentHashMap<>();

    /// What was seen of a node.
    private static final class Seen {
        private final Map<String, Memory> streams = new HashMap<>();
        private int turn;
        private int looks;
    }

    /// What was seen of a stream on a node.
    ///
    /// @param newest  of its playlist
    /// @param sinceNs it is the newest
    private record Memory(long frames, long framesNs, String newest, long sinceNs) {
    }

    /// @param streamsMax looked at on a node at a time
    Prober(NodeClient client, Playing playing, Clock clock, int streamsMax) {
        this.client = client;
        this.playing = playing;
        this.clock = clock;
        this.streamsMax = streamsMax;
    }

    /// Forgets nodes that are no more.
    void keep(Set<String> nodes) {
        seen.keySet().retainAll(nodes);
        long nowNs = clock.monotonicNs();
        flowedNs.values().removeIf(at -> nowNs - at > 10 * FLOWS_NS);
    }

    /// Looks at one.
    ///
    /// @param sample a stream that it should be able to carry; asked for now and then
    Look look(NodeRecord node, Optional<String> sample) throws InterruptedException {
        Seen before = seen.computeIfAbsent(node.id(), _ -> new Seen());
        List<Trouble> troubles = new ArrayList<>();
        List<Carried> carried;
        try {
            carried = carried(node);
        } catch (ConnectException refused) {
            return new Look(node.id(), false, List.of(new Trouble(Part.LISTENER, "http.listen",
                    "nobody listens at " + node.address("relay"))));
        } catch (IOException silent) {
            return new Look(node.id(), false, List.of(new Trouble(Part.LISTENER, "http.listen",
                    "does not answer at " + node.address("relay") + ": " + silent.getMessage())));
        }
        knock(node, troubles);
        for (Carried stream : chosen(before, carried)) {
            check(node, before, stream).ifPresent(troubles::add);
        }
        before.looks++;
        boolean idle = carried.stream().noneMatch(Carried::live);
        if (idle && node.is(Role.EDGE) && before.looks % SAMPLE_EVERY == 0) {
            sample.flatMap(name -> fetched(node, name)).ifPresent(troubles::add);
        }
        return new Look(node.id(), true, troubles);
    }

    private List<Carried> carried(NodeRecord node) throws IOException, InterruptedException {
        NodeClient.Reply reply = client.between(node, "GET", "/relay/streams");
        if (reply.status() != 200) {
            throw new IOException("/relay/streams answered " + reply.status());
        }
        List<Carried> carried = new ArrayList<>();
        reply.text().lines().forEach(line -> Carried.parse(line).ifPresent(carried::add));
        return carried;
    }

    /// Publishers and players of RTMP knock there.
    private static void knock(NodeRecord node, List<Trouble> troubles) {
        String rtmp = node.address("rtmp");
        if (rtmp.isEmpty()) {
            return;
        }
        try {
            NodeClient.knock(rtmp);
        } catch (IOException refused) {
            troubles.add(new Trouble(Part.LISTENER, "rtmp.listen",
                    "nobody takes RTMP at " + rtmp + ": " + refused.getMessage()));
        }
    }

    /// Those that viewers can expect to see, in turn.
    private List<Carried> chosen(Seen before, List<Carried> carried) {
        List<Carried> all = carried.stream().filter(each -> each.live()
                && (each.leads() || each.watched() > 0)).toList();
        before.streams.keySet().retainAll(all.stream().map(Carried::name).toList());
        List<Carried> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(streamsMax, all.size()); i++) {
            chosen.add(all.get((before.turn + i) % all.size()));
        }
        before.turn = all.isEmpty() ? 0 : (before.turn + chosen.size()) % all.size();
        return chosen;
    }

    private Optional<Trouble> check(NodeRecord node, Seen before, Carried stream)
            throws InterruptedException {
        long nowNs = clock.monotonicNs();
        Memory known = before.streams.get(stream.name());
        Memory memory = known == null || stream.frames() < known.frames
                ? new Memory(-1, nowNs, "", nowNs) : known;
        boolean more = stream.frames() > memory.frames;
        if (stream.leads() && more) {
            flowedNs.put(stream.name(), nowNs);
        }
        Memory next = new Memory(stream.frames(), more ? nowNs : memory.framesNs, memory.newest,
                memory.sinceNs);
        before.streams.put(stream.name(), next);
        boolean flowsThere = nowNs - flowedNs.getOrDefault(stream.name(),
                nowNs - 2 * FLOWS_NS) < FLOWS_NS;
        if (nowNs - next.framesNs > FLOWS_NS) {
            return stream.leads() || !flowsThere ? Optional.empty() : Optional.of(new Trouble(
                    Part.RELAY, stream.name(), "gets no frames, which its leader has"));
        }
        Optional<Trouble> trouble = more ? played(node, before, stream, next, nowNs)
                : Optional.empty();
        boolean begins = next.newest.isEmpty() && nowNs - next.sinceNs < BEGINS_NS;
        return begins ? Optional.empty() : trouble;
    }

    private Optional<Trouble> played(NodeRecord node, Seen before, Carried stream, Memory memory,
            long nowNs) throws InterruptedException {
        try {
            if (stream.packaged()) {
                Come come = playing.hls(node, stream.name());
                boolean stands = come.newest().equals(memory.newest);
                before.streams.put(stream.name(), new Memory(memory.frames, memory.framesNs,
                        come.newest(), stands ? memory.sinceNs : nowNs));
                if (stands && nowNs - memory.sinceNs > (2L * come.targetSeconds() + 1)
                        * SECOND_NS) {
                    return trouble(stream, "the playlist stands still");
                }
            }
            playing.flv(node, stream.name());
            return Optional.empty();
        } catch (CannotPlay cannot) {
            return trouble(stream, String.valueOf(cannot.getMessage()));
        } catch (HttpTimeoutException late) {
            return trouble(stream, "no answer within " + NodeClient.PATIENCE.toSeconds() + " s");
        } catch (IOException broken) {
            return trouble(stream, String.valueOf(broken.getMessage()));
        }
    }

    private static Optional<Trouble> trouble(Carried stream, String what) {
        return Optional.of(new Trouble(Part.PACKAGER, stream.name(), what));
    }

    /// Whether it can be had from there at all.
    private Optional<Trouble> fetched(NodeRecord node, String name) {
        try {
            playing.hls(node, name);
            return Optional.empty();
        } catch (CannotPlay | IOException cannot) {
            return Optional.of(new Trouble(Part.RELAY, name, "cannot be fetched: "
                    + cannot.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
