package io.freshet.benchmarks;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.ts.TsClock;
import io.freshet.live.packaging.Cutter;
import io.freshet.live.packaging.CutterStart;
import io.freshet.live.packaging.HlsView;
import io.freshet.live.packaging.Packager;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.packaging.RenditionView;
import io.freshet.live.packaging.TsRenderer;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// The playlist of a full window: written as a whole and as an update, read; and what the packager
/// does from a frame to a playlist that can be asked for.
///
/// Threading: confined to its thread.
@State(Scope.Thread)
public class PlaylistBenchmark {

    private static final int GOP_SIGNALS = 153;
    private static final long GOP_MS = 2_000;
    private static final long START_MS = 1_800_000_000_000L;

    private final List<Frame> gop = Material.frames(2);
    private final Cutter cutter = new Cutter(PackagingOptions.DEFAULT,
            new CutterStart("live/s", 0, CutterStart.HighWater.NONE));
    private final List<Signal> batch = new ArrayList<>();
    private HlsView view = HlsView.EMPTY;
    private final Packager packager = new Packager(PackagingOptions.DEFAULT,
            new TsRenderer(new TsClock(0)), next -> view = next);
    private long nowMs = START_MS;
    private MediaPlaylist playlist = empty();
    private String text = "";

    private static MediaPlaylist empty() {
        try {
            return MediaPlaylist.parse("#EXTM3U\n#EXT-X-TARGETDURATION:2\n");
        } catch (MalformedMediaException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void setUp() throws MalformedMediaException {
        send(Material.TRACKS, nowMs);
        for (int i = 0; i < 30; i++) {
            sendGop();
        }
        text = new String(first().playlist().plain().toArray(), StandardCharsets.UTF_8);
        playlist = MediaPlaylist.parse(text);
    }

    private RenditionView first() {
        return view.renditions().getFirst();
    }

    private void sendGop() {
        for (Frame frame : gop) {
            long dts = nowMs * frame.track().timescale() / 1_000 + frame.dts();
            send(frame.at(dts, dts), nowMs + frame.dtsOn(1_000));
        }
        nowMs += GOP_MS;
    }

    private void send(Signal signal, long wallMs) {
        batch.clear();
        cutter.accept(signal, wallMs * 1_000_000, wallMs, batch::add);
        packager.onSignals(batch);
    }

    @Benchmark
    public String full() {
        return playlist.write();
    }

    @Benchmark
    public String delta() {
        return playlist.delta().write();
    }

    @Benchmark
    public MediaPlaylist parse() throws MalformedMediaException {
        return MediaPlaylist.parse(text);
    }

    /// A signal, without anybody who asks for a playlist.
    @Benchmark
    @OperationsPerInvocation(GOP_SIGNALS)
    public long cutAndPackage() {
        sendGop();
        return first().lastMsn();
    }

    /// A signal, and at the end of its segment all playlists are asked for.
    @Benchmark
    @OperationsPerInvocation(GOP_SIGNALS)
    public void cutPackageAndAsk(Blackhole hole) {
        sendGop();
        for (RenditionView each : view.renditions()) {
            hole.consume(each.playlist().plain());
            hole.consume(each.deltaPlaylist().plain());
        }
    }
}
