package io.freshet.tools.probe;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.media.MalformedMediaException;
import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Section;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Watches all renditions of an HLS stream for a while, each as a strict player would.
///
/// Threading: confined to the main thread; each rendition is watched on a thread of its own.
final class HlsProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ALONE = "rendition";

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL).build();
    private final List<Section> sections = new ArrayList<>();

    private HlsProbe(URI address) {
        this.address = address;
    }

    static Verdict run(URI address, Duration time) throws InterruptedException {
        HlsProbe probe = new HlsProbe(address);
        try (HttpClient client = probe.client) {
            long beganNs = System.nanoTime();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return Verdict.unreachable("HTTP " + answer.statusCode());
            }
            probe.sections.add(new Section("stream", List.of(Figure.of("first_playlist_ms",
                    (System.nanoTime() - beganNs) / 1e6))));
            return probe.watch(answer.body(), time);
        } catch (IOException e) {
            return Verdict.unreachable(String.valueOf(e));
        } catch (MalformedMediaException e) {
            return new Verdict(true, probe.sections, List.of("playlist: " + e.getMessage()));
        }
    }

    private Verdict watch(String text, Duration time)
            throws MalformedMediaException, InterruptedException {
        Map<String, HlsWatch> watches = new LinkedHashMap<>();
        renditions(text).forEach((name, at) -> watches.put(name, new HlsWatch(client, at)));
        List<Thread> threads = watches.values().stream()
                .map(each -> Thread.ofVirtual().start(() -> each.watch(time))).toList();
        for (Thread each : threads) {
            each.join();
        }
        List<String> found = new ArrayList<>();
        List<MediaPlaylist> last = new ArrayList<>();
        watches.forEach((name, watch) -> {
            sections.add(section(name, watch));
            watch.findings().forEach(what -> found.add(name + ": " + what));
            if (!watch.served().isEmpty()) {
                last.add(watch.served().getLast());
            }
        });
        if (last.size() > 1) {
            PlaylistRules.acrossRenditions(last).forEach(what -> found.add("stream: " + what));
        }
        return new Verdict(true, sections, found);
    }

    private Map<String, URI> renditions(String text) throws MalformedMediaException {
        Map<String, URI> all = new LinkedHashMap<>();
        if (!text.contains("#EXT-X-STREAM-INF")) {
            all.put(ALONE, address);
            return all;
        }
        MultivariantPlaylist playlist = MultivariantPlaylist.parse(text);
        for (MultivariantPlaylist.Variant each : playlist.variants()) {
            all.put(each.uri(), address.resolve(each.uri()));
            sections.add(new Section("variant " + each.uri(), List.of(
                    Figure.of("codecs", each.codecs()),
                    Figure.of("size", each.width() + "x" + each.height()),
                    Figure.of("peak_kilobit_per_s", each.peakBps() / 1e3),
                    Figure.of("frames_per_s", each.framesPerKilosecond() / 1e3))));
        }
        for (MultivariantPlaylist.Audio each : playlist.audios()) {
            if (!each.uri().isEmpty()) {
                all.put(each.uri(), address.resolve(each.uri()));
            }
        }
        return all;
    }

    private static Section section(String name, HlsWatch watch) {
        List<Figure> figures = new ArrayList<>();
        if (!watch.served().isEmpty()) {
            MediaPlaylist last = watch.served().getLast();
            figures.add(Figure.of("target_s", last.targetSeconds()));
            figures.add(Figure.of("part_target_s", last.partTargetUs() / 1e6));
            figures.add(Figure.of("segments_listed", last.segments().size()));
            figures.add(Figure.of("blocking_reload",
                    last.control().canBlockReload() ? "yes" : "no"));
        }
        figures.add(Figure.of("playlists", watch.served().size()));
        figures.add(Figure.of("updates_that_skip", watch.updates()));
        figures.add(Figure.of("hints_compared", watch.hints()));
        figures.add(Figure.of("segments_compared", watch.segmentsCompared()));
        figures.add(Figure.of("slowest_reload_ms", watch.slowestReloadMs()));
        figures.add(Figure.of("kilobit_per_s", watch.kilobitPerSecond()));
        figures.add(Figure.of("least_latency_ms", watch.leastLatencyMs()));
        figures.add(Figure.of("most_latency_ms", watch.slowestLatencyMs()));
        return new Section(name, figures);
    }
}
