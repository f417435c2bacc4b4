package io.freshet.control.thumbnails;

import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport.State;
import io.freshet.live.Streams;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.media.Payload;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Thumbnails of the streams that somebody looks at: made when asked for, at most one a stream in
/// [#LIFETIME_MS], and few at a time.
///
/// A stream that nobody looks at costs nothing. While all decoders are busy the picture before is
/// shown, and where there is none nothing is.
///
/// Threading: shared; blocks for some seconds at most. The map is guarded by `lock`, each place in
/// it by its own.
public final class Thumbnails {

    private static final System.Logger LOG = System.getLogger(Thumbnails.class.getName());

    /// How old a picture may get before the next one is made.
    public static final long LIFETIME_MS = 10_000;
    /// A picture has about 12 kB, so all of them have 6 MB.
    static final int STREAMS_MAX = 500;
    /// Each keeps one core busy for some tens of milliseconds; media must not feel it.
    private static final int DECODERS_MAX = 2;
    /// The distance of key frames that is usual, and some more.
    private static final long KEY_PATIENCE_MS = 2_500;
    private static final long TURN_PATIENCE_MS = 2_000;

    private final Streams streams;
    private final Clock clock;
    private final PictureDecoder decoder;
    private final Semaphore turns = new Semaphore(DECODERS_MAX, true);
    private final ReentrantLock lock = new ReentrantLock();
    /// The one asked for last comes last.
    private final Map<StreamKey, Place> places = new LinkedHashMap<>(16, 0.75f, true);

    public Thumbnails(Streams streams, Clock clock, PictureDecoder decoder) {
        this.streams = streams;
        this.clock = clock;
        this.decoder = decoder;
    }

    /// What the stream shows, or showed when somebody last could look; nothing if it has no picture
    /// or is not there.
    public Optional<Thumbnail> of(StreamKey key) throws InterruptedException {
        LiveStream stream = streams.find(key).orElse(null);
        if (stream == null) {
            forget(key);
            return Optional.empty();
        }
        Place place = place(key);
        place.lock.lockInterruptibly();
        try {
            if (stream.lastReport().state() == State.LIVE && place.isOld(clock.wallMs())) {
                refresh(stream, place);
            }
            return place.newest;
        } finally {
            place.lock.unlock();
        }
    }

    private void refresh(LiveStream stream, Place place) throws InterruptedException {
        if (!turns.tryAcquire(TURN_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            Optional<Payload> picture = KeyPicture.of(stream, KEY_PATIENCE_MS);
            long nowWallMs = clock.wallMs();
            place.triedWallMs = nowWallMs;
            if (picture.isEmpty()) {
                place.newest = Optional.empty();
                return;
            }
            Bytes jpeg = decoder.jpeg(picture.get());
            place.newest = Optional.of(new Thumbnail(jpeg, nowWallMs));
        } catch (IOException failed) {
            place.newest = Optional.empty();
            LOG.log(System.Logger.Level.DEBUG, () -> "no thumbnail stream=" + stream.key()
                    + " reason=\"" + failed.getMessage() + '"');
        } finally {
            turns.release();
        }
    }

    private Place place(StreamKey key) {
        lock.lock();
        try {
            Place place = places.computeIfAbsent(key, _ -> new Place());
            if (places.size() > STREAMS_MAX) {
                places.remove(places.keySet().iterator().next());
            }
            return place;
        } finally {
            lock.unlock();
        }
    }

    private void forget(StreamKey key) {
        lock.lock();
        try {
            places.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /// What is known of one stream's picture; who waits for its lock gets what the holder makes.
    private static final class Place {
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Thumbnail> newest = Optional.empty();
        private long triedWallMs = Long.MIN_VALUE / 2;

        /// A clock that was set back makes it old, too.
        private boolean isOld(long nowWallMs) {
            return Math.abs(nowWallMs - triedWallMs) >= LIFETIME_MS;
        }
    }
}
