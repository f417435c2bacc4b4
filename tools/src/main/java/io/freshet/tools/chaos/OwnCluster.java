package io.freshet.tools.chaos;

import io.freshet.tools.chaos.Ways.Way;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.Target;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// `chaos run`: viewers of a stream on somebody's own cluster, while a command of theirs breaks
/// something there.
///
/// Each address has a viewer, who goes on to the next address of the same kind when its own fails.
///
/// Threading: confined to its caller, who waits.
///
/// @param urls     of one stream at several nodes
/// @param lowLatency whether addresses of HLS have a viewer of LL-HLS as well
/// @param inject   for `sh -c`; empty: nothing is done, somebody does it by hand
/// @param after    for how long they watch behind it
/// @param patience for how long the command may take
/// @param bounds   what they may notice
record OwnCluster(List<Target> urls, boolean lowLatency, String inject, Duration after,
        Duration patience, Fault.Bounds bounds) {

    private static final Duration COMING = Duration.ofSeconds(30);
    /// Until playlists are whole windows.
    private static final Duration SETTLE = Duration.ofSeconds(10);

    OwnCluster {
        urls = List.copyOf(urls);
    }

    /// Reads the words behind `chaos run`.
    static OwnCluster of(Words words) throws WrongUse {
        List<Target> urls = new ArrayList<>();
        for (String url : words.plain().subList(1, words.plain().size())) {
            try {
                urls.add(Target.parse(url));
            } catch (IllegalArgumentException wrong) {
                throw new WrongUse(String.valueOf(wrong.getMessage()));
            }
        }
        if (urls.isEmpty()) {
            throw new WrongUse("chaos run takes addresses of one stream, at several nodes");
        }
        Fault.Bounds usual = Fault.Bounds.LEADER;
        Fault.Bounds bounds = new Fault.Bounds(
                words.duration("gap", Duration.ofMillis(usual.gapMs())).toMillis(),
                words.number("reopens", usual.reopens(), 0, 1_000), usual.backMs(),
                words.number("discontinuities", usual.discontinuities(), 0, 1_000),
                usual.lagMs());
        return new OwnCluster(urls, words.flag("ll"), words.text("inject").orElse(""),
                words.duration("after", Duration.ofSeconds(30)),
                words.duration("patience", Duration.ofMinutes(2)), bounds);
    }

    /// Watches, breaks, and tells what each viewer went through.
    ///
    /// @param say hears how it goes
    /// @throws IOException if nothing comes at first, or the command fails
    List<Account> play(Consumer<String> say) throws IOException, InterruptedException {
        try (LoadLoop loop = LoadLoop.start("chaos");
                Onlookers onlookers = new Onlookers(loop, viewers(loop))) {
            onlookers.come(COMING);
            say.accept(onlookers.viewers().size() + " viewers play; watching for "
                    + SETTLE.toSeconds() + " s before anything happens");
            TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
            onlookers.begin();
            if (!inject.isEmpty()) {
                say.accept("now: " + inject);
                breaks();
            }
            say.accept("watching for " + after.toSeconds() + " s");
            TimeUnit.MILLISECONDS.sleep(after.toMillis());
            return onlookers.accounts();
        }
    }

    private List<Watching> viewers(LoadLoop loop) {
        List<Watching> viewers = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            Target url = urls.get(i);
            String name = url.kind().label() + "@" + (i + 1);
            if (url.kind() == Target.Kind.HLS) {
                viewers.add(new PlaylistViewer(loop, name, ways(url), false));
                if (lowLatency) {
                    viewers.add(new PlaylistViewer(loop, "ll-" + name, ways(url), true));
                }
            } else {
                viewers.add(new MediaViewer(loop, name, ways(url), i));
            }
        }
        return viewers;
    }

    private Ways ways(Target first) {
        List<Way> same = urls.stream().filter(url -> url.kind() == first.kind())
                .map(url -> new Way(url.host() + ":" + url.port(), url)).toList();
        return new Ways(same, urls.stream().filter(url -> url.kind() == first.kind()).toList()
                .indexOf(first));
    }

    private void breaks() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", inject)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroy();
            throw new IOException("the command has not ended within " + patience.toSeconds()
                    + " s: " + inject);
        }
        if (process.exitValue() != 0) {
            throw new IOException("the command ended with " + process.exitValue() + ": "
                    + inject);
        }
    }
}
