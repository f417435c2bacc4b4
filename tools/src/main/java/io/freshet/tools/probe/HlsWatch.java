package io.freshet.tools.probe;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.media.MediaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A strict player of one rendition: reloads as early as it may, asks for updates that skip, asks
/// ahead for hinted parts, and compares whatever can be compared.
///
/// Spec: draft-pantos-hls-rfc8216bis-14, 6.2.5 and 6.3
///
/// Threading: confined to the thread that watches; read by others when that has ended.
public final class HlsWatch {

    private static final Duration ATTEMPT = Duration.ofSeconds(20);

    private final HttpClient client;
    private final URI address;
    private final List<MediaPlaylist> served = new ArrayList<>();
    private final Map<String, CompletableFuture<HttpResponse<byte[]>>> hinted = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private double slowestReloadMs;
    private int updates;
    private int segmentsCompared;
    private int hintsCompared;
    private long segmentBytes;
    private long segmentUs;
    private double slowestLatencyMs;
    private double leastLatencyMs = Double.MAX_VALUE;

    /// @param address of the rendition's playlist
    public HlsWatch(HttpClient client, URI address) {
        this.client = client;
        this.address = address;
    }

    /// Watches for that long; what goes wrong is a fault.
    public void watch(Duration time) {
        long endNs = System.nanoTime() + time.toNanos();
        try {
            MediaPlaylist now = MediaPlaylist.parse(text(address));
            served.add(now);
            while (System.nanoTime() < endNs && !now.ended()) {
                hint(now);
                MediaPlaylist next = now.control().canBlockReload() ? blockingReload(now)
                        : poll(now);
                served.add(next);
                news(now, next);
                compareHints(next);
                now = next;
            }
        } catch (IOException | MediaException | ExecutionException | TimeoutException e) {
            faults.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private MediaPlaylist poll(MediaPlaylist now)
            throws IOException, MediaException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(now.targetSeconds() * 500L);
        return MediaPlaylist.parse(text(address));
    }

    /// Asks for what comes next, with skipping, and puts it together with what came before.
    private MediaPlaylist blockingReload(MediaPlaylist now)
            throws IOException, MediaException, InterruptedException {
        long msn = now.nextSequence();
        boolean withParts = now.partTargetUs() > 0;
        int part = now.open().parts().size();
        String query = "?_HLS_msn=" + msn + (withParts ? "&_HLS_part=" + part : "")
                + (now.control().canSkipUntilUs() > 0 ? "&_HLS_skip=YES" : "");
        long askedNs = System.nanoTime();
        MediaPlaylist update = MediaPlaylist.parse(text(address.resolve(
                address.getRawPath() + query)));
        slowestReloadMs = Math.max(slowestReloadMs, (System.nanoTime() - askedNs) / 1e6);
        updates += update.skipped() > 0 ? 1 : 0;
        MediaPlaylist merged = now.merged(update);
        boolean came = merged.ended() || merged.nextSequence() > msn || withParts
                && merged.nextSequence() == msn && merged.open().parts().size() > part;
        if (!came) {
            faults.add("asked for " + msn + "." + part + ", which the answer lacks");
        }
        MediaPlaylist full = MediaPlaylist.parse(text(address));
        if (full.nextSequence() == merged.nextSequence()
                && full.open().parts().size() == merged.open().parts().size()
                && !withoutReports(full).equals(withoutReports(merged))) {
            faults.add("an update, put together with what came before, is not the full playlist:\n"
                    + merged.write() + "\nbut full:\n" + full.write());
        }
        return merged;
    }

    /// The other rendition may have come further between two answers.
    private static String withoutReports(MediaPlaylist playlist) {
        return playlist.write().lines().filter(line -> !line.startsWith("#EXT-X-RENDITION-REPORT"))
                .toList().toString();
    }

    private void hint(MediaPlaylist now) {
        String uri = now.preloadHint();
        if (!uri.isEmpty()) {
            hinted.computeIfAbsent(uri, _ -> client.sendAsync(request(address.resolve(uri)),
                    BodyHandlers.ofByteArray()));
        }
    }

    /// Fetches what is new; parts together must be their segment.
    private void news(MediaPlaylist before, MediaPlaylist after)
            throws IOException, InterruptedException {
        latency(before, after);
        long from = Math.max(before.nextSequence(), after.mediaSequence());
        for (long number = from; number < after.nextSequence(); number++) {
            MediaSegment segment = after.segments().get((int) (number - after.mediaSequence()));
            if (segment.gap()) {
                continue;
            }
            byte[] whole = bytes(address.resolve(segment.uri()));
            segmentBytes += whole.length;
            segmentUs += segment.durationUs();
            if (segment.parts().isEmpty()) {
                continue;
            }
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            for (PartialSegment part : segment.parts()) {
                parts.writeBytes(bytes(address.resolve(part.uri())));
            }
            segmentsCompared++;
            if (!Arrays.equals(parts.toByteArray(), whole)) {
                faults.add("the parts of " + segment.uri() + " are not the segment");
            }
        }
    }

    /// How old the newest media is when it is first listed, by its date.
    private void latency(MediaPlaylist before, MediaPlaylist after) {
        boolean isNew = after.nextSequence() > before.nextSequence()
                || after.open().parts().size() > before.open().parts().size();
        MediaSegment last = !after.open().parts().isEmpty() || after.segments().isEmpty()
                ? after.open() : after.segments().getLast();
        if (isNew && last.dateMs() != MediaSegment.NO_DATE) {
            long endMs = last.dateMs() + Math.max(last.durationUs(), last.partsUs()) / 1_000;
            double ms = System.currentTimeMillis() - endMs;
            slowestLatencyMs = Math.max(slowestLatencyMs, ms);
            leastLatencyMs = Math.min(leastLatencyMs, ms);
        }
    }

    /// What a hint was answered with is what the part is later; unless the segment ended before.
    /// At once: later they may have left the window.
    private void compareHints(MediaPlaylist now) throws IOException, InterruptedException,
            ExecutionException, TimeoutException {
        List<MediaSegment> all = new ArrayList<>(now.segments());
        all.add(now.open());
        for (MediaSegment segment : all) {
            for (PartialSegment part : segment.parts()) {
                CompletableFuture<HttpResponse<byte[]>> hint = hinted.remove(part.uri());
                if (hint != null) {
                    compareHint(part.uri(), hint.get(10, TimeUnit.SECONDS));
                }
            }
        }
    }

    private void compareHint(String uri, HttpResponse<byte[]> held)
            throws IOException, InterruptedException {
        hintsCompared++;
        if (held.statusCode() != 200
                || !Arrays.equals(held.body(), bytes(address.resolve(uri)))) {
            faults.add("hint " + uri + " answered " + held.statusCode());
        }
    }

    private String text(URI from) throws IOException, InterruptedException {
        return new String(bytes(from), StandardCharsets.UTF_8);
    }

    private byte[] bytes(URI from) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request(from), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(from.getPath() + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static HttpRequest request(URI from) {
        return HttpRequest.newBuilder(from).timeout(ATTEMPT).build();
    }

    /// Every playlist, updates put together, in the order served.
    public List<MediaPlaylist> served() {
        return List.copyOf(served);
    }

    /// What went wrong, and which rules were broken.
    public List<String> findings() {
        List<String> found = new ArrayList<>(faults);
        found.addAll(PlaylistRules.check(served));
        return found;
    }

    /// The longest that a reload which may wait at the server was waited for.
    public double slowestReloadMs() {
        return slowestReloadMs;
    }

    /// How many updates left segments out.
    public int updates() {
        return updates;
    }

    /// How many segments were compared with their parts.
    public int segmentsCompared() {
        return segmentsCompared;
    }

    /// How many hinted parts came and were compared.
    public int hints() {
        return hintsCompared;
    }

    /// Of the segments that came; 0 if none did.
    double kilobitPerSecond() {
        return segmentUs == 0 ? 0 : segmentBytes * 8e3 / segmentUs;
    }

    double slowestLatencyMs() {
        return slowestLatencyMs;
    }

    /// 0 if no date was said.
    double leastLatencyMs() {
        return leastLatencyMs == Double.MAX_VALUE ? 0 : leastLatencyMs;
    }
}
