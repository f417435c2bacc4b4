package io.freshet.gateway.relay;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvReader;
import io.freshet.format.relay.RelayDemuxer;
import io.freshet.format.relay.RelayHello;
import io.freshet.gateway.NodeSecret;
import io.freshet.live.Input;
import io.freshet.live.LiveStream;
import io.freshet.live.relay.RelaySource;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Tracks;
import io.freshet.net.NetLoop;
import io.freshet.net.NetTimer;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.client.HttpAnswer;
import io.freshet.net.http.client.HttpClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One source while it is asked and while it sends.
///
/// Threading: confined to its loop.
final class RelayLink implements HttpAnswer {

    private static final long LOOK_NS = 100_000_000L;
    /// A source of the wrong leader may hear of the right one for so long.
    private static final long STALE_NS = 1_000_000_000L;

    private final StreamKey key;
    private final RelaySource source;
    private final NetLoop loop;
    private final RelayPulls pulls;
    private final Owner owner;
    private final FlvReader reader = new FlvReader();
    private final RelayDemuxer relay = new RelayDemuxer();
    private final FlvDemuxer foreign = new FlvDemuxer();
    private List<Signal> batch = new ArrayList<>();
    private Optional<LiveStream> known = Optional.empty();
    private HttpClient.@Nullable Call call;
    private @Nullable Input into;
    private @Nullable NetTimer looking;
    private Tracks tracks = Tracks.NONE;
    private long heardNs;
    private long clockOffMs;
    private long highestToken;
    private long freshNs;
    private boolean asksAgain;
    private boolean greeted;
    /// Of a foreign one: players can begin.
    private boolean startsNow;
    private boolean told;
    private long pulses;
    private boolean over;
    private boolean ended;
    /// It has no more of it, but another node has.
    private boolean endedHere;

    /// Who decides what comes of it.
    interface Owner {

        /// It answers; then comes `flowInto`, or `close`.
        void opened(RelayLink from, long token, boolean gap);

        /// Something has come, of whatever kind.
        void heard(long nowNs);

        /// All that it had has gone into the stream.
        void isLive(RelayLink from);

        /// A cut came with a higher token.
        void tokenSeen(long token);

        /// The stream is over.
        void ended(RelayLink from);

        /// Nothing more comes of it.
        void lost(RelayLink from, String reason);
    }

    RelayLink(StreamKey key, RelaySource source, NetLoop loop, RelayPulls pulls, Owner owner) {
        this.key = key;
        this.source = source;
        this.loop = loop;
        this.pulls = pulls;
        this.owner = owner;
    }

    RelaySource source() {
        return source;
    }

    /// Asks the source.
    ///
    /// @param stream that goes on with it; none if it begins
    void open(Optional<LiveStream> stream) {
        known = stream;
        heardNs = loop.nowNs();
        URI uri = source.uri();
        HttpHeaders headers = HttpHeaders.EMPTY;
        if (source.marked()) {
            String target = "/relay/" + key + ".flv?" + from() + query();
            uri = uri.resolve(target);
            headers = HttpHeaders.of("Authorization", pulls.around().secret().sign("GET", target,
                    pulls.around().clock().wallMs() + clockOffMs));
        }
        call = pulls.around().client().get(loop, uri, headers, this);
    }

    private String from() {
        return known.flatMap(stream -> stream.standing().lastCut())
                .map(cut -> "after=" + cut.start().on(1_000_000).ticks() + "," + cut.number())
                .orElse("from=window");
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        pulls.around().sources().query(key, source).forEach((name, value) -> query.append('&')
                .append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    @Override
    public void onHead(int status, HttpHeaders headers) {
        heardNs = loop.nowNs();
        if (status == 200) {
            look();
            if (source.marked() && !pulls.around().events().admitted(key, source,
                    level(headers))) {
                fail("is behind this node itself");
                return;
            }
            if (!source.marked()) {
                greeted = true;
                owner.opened(this, 0, false);
            }
            return;
        }
        Optional<String> time = headers.first(NodeSecret.TIME)
                .filter(text -> text.matches("[0-9]{1,15}"));
        if (status == 401 && time.isPresent() && !asksAgain && call != null) {
            // Its clock is another one: it is asked again, once, at its own time.
            asksAgain = true;
            clockOffMs = Long.parseLong(time.get()) - pulls.around().clock().wallMs();
            call.cancel("asks again");
            open(known);
            return;
        }
        if (status == 307) {
            headers.first(RelayRoute.NODE).ifPresent(node ->
                    pulls.around().events().redirected(key, source, node));
        }
        fail("answered " + status);
    }

    private static int level(HttpHeaders headers) {
        return headers.first(RelayRoute.LEVEL).filter(text -> text.matches("[0-9]{1,3}"))
                .map(Integer::parseInt).orElse(-1);
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        heardNs = loop.nowNs();
        owner.heard(heardNs);
        pulls.bytes.add(bytes.remaining());
        try {
            reader.read(bytes, this::tag);
        } catch (MediaException bad) {
            push();
            fail("sends what is no stream: " + bad.getMessage());
        }
    }

    private void tag(int type, long timestampMs, Bytes body) throws MediaException {
        if (over) {
            return;
        }
        if (!source.marked()) {
            foreign.accept(type, timestampMs, body, this::keep);
            return;
        }
        relay.accept(type, timestampMs, body, this::keep);
        if (!greeted && relay.hello().isPresent()) {
            greeted = true;
            RelayHello hello = relay.hello().get();
            long known = this.known.map(stream -> stream.standing().token()).orElse(0L);
            if (hello.token() < known) {
                fail("follows a leader that is none any more: token " + hello.token() + " after "
                        + known);
            } else {
                highestToken = hello.token();
                if (hello.token() > known) {
                    owner.tokenSeen(hello.token());
                }
                owner.opened(this, hello.token(), hello.gap());
            }
        }
    }

    private void keep(Signal signal) {
        if (signal instanceof Mark.EndOfStream && pulls.around().sources().goesOn(key)) {
            endedHere = true;
            return;
        }
        batch.add(signal);
        switch (signal) {
            case Mark.Cut cut when cut.token() > highestToken -> {
                highestToken = cut.token();
                owner.tokenSeen(cut.token());
            }
            case Mark.EndOfStream _ -> ended = true;
            case Tracks next -> tracks = next;
            case Mark _, Frame _ -> { }
        }
        boolean start = !source.marked() && !told && signal instanceof Frame frame
                && (frame.kind() == Kind.VIDEO ? frame.isKey()
                        : tracks.first(Kind.VIDEO).isEmpty());
        startsNow |= start;
    }

    @Override
    public void onReadComplete() {
        push();
    }

    /// The batch goes on; what the owner must know of it comes after.
    private void push() {
        Input to = into;
        if (to == null || over) {
            return;
        }
        if (!batch.isEmpty() || relay.pulses() > pulses) {
            pulses = relay.pulses();
            to.push(batch);
            batch = new ArrayList<>();
        }
        if (!told && (startsNow || source.marked() && relay.isLive())) {
            told = true;
            owner.isLive(this);
        }
        if (ended) {
            owner.ended(this);
        } else if (endedHere) {
            fail("is over there and goes on elsewhere");
        }
    }

    @Override
    public void onEnd() {
        push();
        if (!over) {
            fail("has no more of it");
        }
    }

    @Override
    public void onFailed(String reason) {
        push();
        fail(reason);
    }

    private void fail(String reason) {
        if (!over) {
            owner.lost(this, reason);
        }
    }

    private void look() {
        if (over) {
            return;
        }
        long silentMs = (loop.nowNs() - heardNs) / 1_000_000;
        if (silentMs >= pulls.options().silence().toMillis() && into != null) {
            fail("sent nothing for " + silentMs + " ms");
            return;
        }
        if (isStale()) {
            fail("follows a leader that is none any more: token " + highestToken);
            return;
        }
        looking = loop.schedule(this::look, LOOK_NS);
    }

    /// Whether all that has come for a while is of no use, for a higher token is known here.
    private boolean isStale() {
        Input to = into;
        if (to == null || !source.marked() || highestToken >= to.stream().standing().token()) {
            freshNs = loop.nowNs();
        }
        return loop.nowNs() - freshNs >= STALE_NS;
    }

    /// What it sends goes there from now on, beginning with what has come.
    void flowInto(Input input) {
        into = input;
        heardNs = loop.nowNs();
        freshNs = heardNs;
        push();
    }

    void pause() {
        if (call != null) {
            call.pause();
        }
    }

    void resume() {
        if (call != null) {
            call.resume();
        }
    }

    void close(String why) {
        over = true;
        if (looking != null) {
            looking.cancel();
        }
        if (call != null) {
            call.cancel(why);
        }
    }
}
