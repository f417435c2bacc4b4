package io.freshet.server.cluster;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.Relays.Carried;
import io.freshet.coordination.BadRecordException;
import io.freshet.coordination.Bus;
import io.freshet.coordination.StreamShare;
import io.freshet.coordination.StreamShare.Question;
import io.freshet.coordination.Subscription;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Asks all nodes for their part in a stream, and answers others who ask.
///
/// Threading: shared; [#ask] blocks for its time.
final class TreeSurvey implements AutoCloseable {

    /// A message there and back, with room for a busy machine.
    private static final long WAIT_MS = 500;
    /// More nodes than one stream has use for.
    private static final int ANSWERS_MAX = 1_000;

    private final Cluster cluster;
    private final Bus bus;
    private final String self;
    private final Streams streams;
    private final AtomicLong questions = new AtomicLong();
    private final Subscription listening;

    TreeSurvey(Cluster cluster, Bus bus, String self, Streams streams) {
        this.cluster = cluster;
        this.bus = bus;
        this.self = self;
        this.streams = streams;
        this.listening = bus.subscribe(StreamShare.QUESTIONS, (_, bytes) -> answer(bytes));
    }

    private void answer(Bytes bytes) {
        try {
            Question question = Question.parse(bytes);
            for (LiveStream stream : streams.all()) {
                if (stream.key().toString().equals(question.stream())) {
                    share(stream).ifPresent(share ->
                            bus.publish(question.answers(), share.bytes()));
                }
            }
        } catch (BadRecordException _) {
            // Of a version that is not known here; it does without us.
        }
    }

    private Optional<StreamShare> share(LiveStream stream) {
        Optional<Carried> carried = cluster.relays().carried(stream.key());
        return carried.map(each -> new StreamShare(self, each.parent(), each.level(),
                each.token(), stream.lastReport().bitrateBps(), stream.audience().watching()));
    }

    /// The parts of those who answer in time.
    ///
    /// @param of how many nodes there are: when so many have answered, nobody waits any longer
    List<StreamShare> ask(StreamKey key, int of) throws InterruptedException {
        String answers = "tree." + self + "-" + questions.incrementAndGet();
        LinkedBlockingQueue<Bytes> heard = new LinkedBlockingQueue<>(ANSWERS_MAX);
        List<StreamShare> shares = new ArrayList<>();
        try (Subscription _ = bus.subscribe(answers, (_, bytes) -> heard.offer(bytes))) {
            bus.publish(StreamShare.QUESTIONS, new Question(answers, key.toString()).bytes());
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
            while (shares.size() < of) {
                Bytes next = heard.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    break;
                }
                parse(next).ifPresent(shares::add);
            }
        }
        return shares;
    }

    private static Optional<StreamShare> parse(Bytes bytes) {
        try {
            return Optional.of(StreamShare.parse(bytes));
        } catch (BadRecordException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        listening.close();
    }
}
