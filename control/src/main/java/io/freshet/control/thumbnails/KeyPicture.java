package io.freshet.control.thumbnails;

import io.freshet.format.mp4.CmafFragment;
import io.freshet.format.mp4.CmafInit;
import io.freshet.format.mp4.Mp4Sample;
import io.freshet.live.LiveStream;
import io.freshet.live.Subscriber;
import io.freshet.live.Subscription;
import io.freshet.media.CompositePayload;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import io.freshet.media.UnsupportedMediaException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The newest key frame of a stream's first picture track.
///
/// Threading: confined to the stream's loop, but for [#of].
final class KeyPicture implements Subscriber {

    /// Ticks that one picture lasts: any number will do for a file of one.
    private static final long DURATION_TICKS = 3_000;
    private static final int SEQUENCE = 1;

    private final CompletableFuture<Optional<Frame>> found = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    private KeyPicture() {
    }

    /// Waits for one for `patienceMs`; nothing if there is none by then, or no picture at all.
    ///
    /// @return a fragmented MP4 file with this frame alone, whose payload it shares
    static Optional<Payload> of(LiveStream stream, long patienceMs) throws InterruptedException {
        KeyPicture waiting = new KeyPicture();
        stream.owner().execute(() -> waiting.join(stream));
        try {
            Optional<Frame> frame = waiting.found.get(patienceMs, TimeUnit.MILLISECONDS);
            return frame.isPresent() ? Optional.of(file(frame.get())) : Optional.empty();
        } catch (TimeoutException none) {
            return Optional.empty();
        } catch (ExecutionException | MalformedMediaException | UnsupportedMediaException bad) {
            // A track that no MP4 can hold has no picture that FFmpeg would be given.
            return Optional.empty();
        } finally {
            stream.owner().execute(waiting::leave);
        }
    }

    private static Payload file(Frame key)
            throws MalformedMediaException, UnsupportedMediaException {
        Mp4Sample sample = new Mp4Sample(DURATION_TICKS, 0, key.flags(), key.payload());
        return new CompositePayload(List.of(CmafInit.of(key.track()),
                CmafFragment.of(key.track(), SEQUENCE, 0, List.of(sample))));
    }

    private void join(LiveStream stream) {
        subscription = stream.subscribe(stream.owner(), this);
    }

    private void leave() {
        found.complete(Optional.empty());
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onSignals(List<Signal> batch) {
        for (Signal signal : batch) {
            if (signal instanceof Frame frame && frame.kind() == Kind.VIDEO && frame.isKey()) {
                found.complete(Optional.of(frame));
            } else if (signal instanceof Tracks tracks && tracks.first(Kind.VIDEO).isEmpty()) {
                found.complete(Optional.empty());
            }
        }
    }

    @Override
    public void onEnd() {
        found.complete(Optional.empty());
    }
}
