package io.freshet.cluster.nats;

import io.freshet.coordination.Ledger;
import io.freshet.media.Bytes;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// A JetStream stream of lines; NATS leaves out what comes twice within two minutes.
///
/// Threading: shared.
final class NatsLedger implements Ledger {

    private static final String ID = "Nats-Msg-Id";
    private static final int NOT_FOUND = 404;
    private static final Duration KEPT = Duration.ofDays(7);
    /// Whole lines of a busy cluster's week.
    private static final long BYTES_MAX = 1L << 30;
    private static final int UNDER_WAY_MAX = 200;

    private final NatsEngine engine;
    private final String stream;
    private final String subject;
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);

    NatsLedger(NatsEngine engine, String prefix) {
        this.engine = engine;
        this.stream = prefix + "-ledger";
        this.subject = prefix + "-ledger";
    }

    /// On the keeper: makes the stream if it is not there.
    boolean prepare(Connection connection) throws IOException, JetStreamApiException {
        JetStreamManagement management = connection.jetStreamManagement(engine.requests());
        try {
            management.getStreamInfo(stream);
        } catch (JetStreamApiException missing) {
            if (missing.getErrorCode() != NOT_FOUND) {
                throw missing;
            }
            management.addStream(StreamConfiguration.builder().name(stream).subjects(subject)
                    .storageType(StorageType.File).replicas(engine.replicas())
                    .maxAge(KEPT).maxBytes(BYTES_MAX).build());
        }
        return true;
    }

    private interface Question<T> {

        T ask(Connection connection) throws IOException, JetStreamApiException;
    }

    private <T> CompletionStage<T> ask(Question<T> question,
            Function<String, T> away) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Connection connection = engine.connection();
        if (connection == null || !underWay.tryAcquire()) {
            engine.voice().execute(() -> answer.complete(away.apply("NATS is away or busy")));
            return answer;
        }
        Thread.ofVirtual().name("nats-ledger").start(() -> {
            T said;
            try {
                said = question.ask(connection);
            } catch (IOException | JetStreamApiException | IllegalStateException gone) {
                said = away.apply(String.valueOf(gone.getMessage()));
            } finally {
                underWay.release();
            }
            T last = said;
            engine.voice().execute(() -> answer.complete(last));
        });
        return answer;
    }

    @Override
    public CompletionStage<Noted> note(String id, Bytes line) {
        byte[] body = new byte[line.length()];
        line.buffer().get(body);
        return ask(connection -> new Noted.Kept(connection.jetStream(engine.requests())
                .publish(subject, body, PublishOptions.builder().messageId(id).build())
                .getSeqno()), Noted.Away::new);
    }

    @Override
    public CompletionStage<Lines> after(long number, int max) {
        return ask(connection -> new Lines.Known(read(connection, number, max)),
                Lines.Away::new);
    }

    private List<Line> read(Connection connection, long number, int max)
            throws IOException, JetStreamApiException {
        JetStreamManagement management = connection.jetStreamManagement(engine.requests());
        List<Line> lines = new ArrayList<>();
        long next = number + 1;
        while (lines.size() < max) {
            MessageInfo found;
            try {
                found = management.getNextMessage(stream, next, subject);
            } catch (JetStreamApiException end) {
                if (end.getErrorCode() != NOT_FOUND) {
                    throw end;
                }
                break;
            }
            Headers headers = found.getHeaders();
            String id = headers == null ? null : headers.getFirst(ID);
            byte[] text = found.getData();
            lines.add(new Line(found.getSeq(), id == null ? "" : id,
                    text == null ? Bytes.EMPTY : Bytes.wrap(text)));
            next = found.getSeq() + 1;
        }
        return lines;
    }
}
