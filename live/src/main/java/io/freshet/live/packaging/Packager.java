package io.freshet.live.packaging;

import io.freshet.live.Subscriber;
import io.freshet.live.packaging.MediaPlaylists.Report;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes HLS of a stream: a pure function of its signals, the same on every node.
///
/// It decides nothing and knows no time. Who joins a running stream feeds it from a mark on, with
/// the frames before the mark that belong behind it, in their order: sound that is shown at or
/// after its start, other qualities from their key frame there. Its segments are then those of a
/// packager that was there from the beginning.
///
/// Threading: confined to the stream's owner loop, but for [#view], which any thread may call.
public final class Packager implements Subscriber {

    private static final int MILLION = 1_000_000;

    private final PackagingOptions options;
    private final SegmentRenderer renderer;
    private final Consumer<HlsView> listener;

    private final Map<Integer, TrackPackager> packagers = new LinkedHashMap<>();
    private final Set<Integer> silent = new HashSet<>();
    /// Those of `packagers`, and whose frames the marks go by, 0 if all are silent: both are asked
    /// for each frame and change only with tracks and marks.
    private TrackPackager[] running = {};
    private int referenceId;
    /// The default picture and the default sound, as far as multiplexed segments carry them.
    private List<TrackPackager> chosen = List.of();
    private SegmentWindow<MuxedSegment> muxed;
    private long nextMuxed = -1;
    private Tracks tracks = Tracks.NONE;
    private Mark.@Nullable Cut lastCut;
    private int targetSeconds;
    private boolean begun;
    private boolean ended;
    private boolean changed;
    private volatile HlsView view = HlsView.EMPTY;

    /// @param renderer makes multiplexed segments when they are asked for, on the reader's thread
    /// @param listener told on the owner loop after each change; must not block
    public Packager(PackagingOptions options, SegmentRenderer renderer,
            Consumer<HlsView> listener) {
        this.options = options;
        this.renderer = renderer;
        this.listener = listener;
        this.muxed = new SegmentWindow<>(options, MuxedSegment::reference);
    }

    /// What there is now; never changes itself.
    public HlsView view() {
        return view;
    }

    /// Frames that fitted nowhere since the beginning: too late, or without a segment of their
    /// kind.
    public long lateFrames() {
        return packagers.values().stream().mapToLong(TrackPackager::late).sum();
    }

    @Override
    public void onSignals(List<Signal> batch) {
        for (Signal signal : batch) {
            if (ended) {
                return;
            }
            switch (signal) {
                case Tracks next -> {
                    adopt(next);
                    settleRoles();
                }
                case Frame frame -> accept(frame);
                case Mark mark -> {
                    accept(mark);
                    settleRoles();
                }
            }
        }
        publish();
    }

    @Override
    public void onEnd() {
        // The end mark says it to the playlists; without one the stream may go on elsewhere.
    }

    private void adopt(Tracks next) {
        tracks = next;
        for (Track track : next.all()) {
            if (InitSegment.of(track).isPresent()) {
                packagers.computeIfAbsent(track.id(), id -> new TrackPackager(options, id));
            }
        }
        packagers.forEach((id, packager) -> {
            if (next.byId(id).isEmpty()) {
                packager.leave();
            } else {
                packager.changeLate(next);
            }
        });
    }

    private void settleRoles() {
        running = packagers.values().toArray(TrackPackager[]::new);
        referenceId = reference();
        chosen = tracks.all().stream().filter(renderer::carries)
                .filter(track -> tracks.first(track.kind()).filter(track::equals).isPresent())
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .map(track -> packagers.get(track.id())).filter(Objects::nonNull).toList();
    }

    private int reference() {
        int sound = 0;
        for (Track track : tracks.all()) {
            if (packagers.containsKey(track.id()) && !silent.contains(track.id())) {
                if (track.kind() == Kind.VIDEO) {
                    return track.id();
                }
                sound = sound == 0 ? track.id() : sound;
            }
        }
        return sound;
    }

    private void accept(Frame frame) {
        int id = frame.track().id();
        TrackPackager packager = runningOf(id);
        if (packager == null || frame.kind() == Kind.DATA) {
            return;
        }
        boolean reference = id == referenceId;
        packager.accept(frame, reference);
        if (reference) {
            long horizonUs = frame.dtsOn(MILLION);
            for (TrackPackager other : running) {
                other.settle(horizonUs);
            }
        }
    }

    private @Nullable TrackPackager runningOf(int id) {
        for (TrackPackager packager : running) {
            if (packager.id() == id) {
                return packager;
            }
        }
        return null;
    }

    private void accept(Mark mark) {
        switch (mark) {
            case Mark.Cut cut -> accept(cut);
            case Mark.TrackSilent gone -> {
                TrackPackager packager = packagers.get(gone.trackId());
                if (packager != null && silent.add(gone.trackId())) {
                    packager.leave();
                }
            }
            case Mark.TrackBack back -> silent.remove(back.trackId());
            case Mark.EndOfStream _ -> end();
        }
    }

    private void accept(Mark.Cut cut) {
        Mark.Cut before = lastCut;
        if (before != null) {
            boolean old = cut.token() < before.token() || cut.number() <= before.number();
            if (old) {
                return;
            }
            long first = cut.number() - Gaps.starts(cut).size();
            if (first != before.number() + 1) {
                // HLS knows no holes: what is before cannot stay in one playlist with what follows.
                restart();
            }
        }
        lastCut = cut;
        targetSeconds = cut.targetSeconds() > 0 ? cut.targetSeconds() : targetSeconds;
        packagers.keySet().forEach(id -> {
            if (cut.initDigests().containsKey(id)) {
                silent.remove(id);
            } else {
                silent.add(id);
            }
        });
        List<Boundary> boundaries = Boundary.of(cut, tracks);
        packagers.values().forEach(packager -> packager.announce(boundaries));
        packagers.entrySet().removeIf(entry -> tracks.byId(entry.getKey()).isEmpty()
                && !entry.getValue().window().hasMedia());
        changed = true;
    }

    private void restart() {
        packagers.clear();
        muxed = new SegmentWindow<>(options, MuxedSegment::reference);
        nextMuxed = -1;
        adopt(tracks);
    }

    private void end() {
        packagers.values().forEach(TrackPackager::end);
        if (targetSeconds == 0) {
            targetSeconds = packagers.values().stream()
                    .flatMap(packager -> packager.window().listed().stream())
                    .mapToInt(segment -> (int) Math.ceilDiv(segment.durationUs(), (long) MILLION))
                    .max().orElse(0);
        }
        ended = true;
        begun = true;
        changed = true;
        publish();
    }

    private void publish() {
        for (TrackPackager packager : running) {
            changed |= packager.takeChanged();
        }
        if (!changed) {
            return;
        }
        changed = false;
        mux();
        List<RenditionView> views = views();
        begun |= targetSeconds > 0 && packagers.values().stream().allMatch(
                packager -> packager.absent() || packager.window().hasMedia());
        boolean listable = targetSeconds > 0 && views.stream().anyMatch(RenditionView::hasMedia);
        if (begun && listable) {
            List<Report> reports = views.stream().map(rendition -> new Report(rendition.path(),
                    rendition.lastMsn(), rendition.lastPart())).toList();
            HlsView next = new HlsView(views, muxed,
                    new MediaPlaylists(options, targetSeconds, ended, reports));
            view = next;
            listener.accept(next);
        }
    }

    /// Parts are listed in all renditions or in none: what the server offers must be the same in
    /// each.
    private List<RenditionView> views() {
        List<RenditionView> views = inOrder();
        boolean parts = views.stream().allMatch(each -> each.tip().listed());
        return parts ? views : views.stream().map(RenditionView::withoutParts).toList();
    }

    /// In the order of the tracks; those of tracks that are gone at the end.
    private List<RenditionView> inOrder() {
        List<RenditionView> views = new ArrayList<>();
        for (Track track : tracks.all()) {
            TrackPackager packager = packagers.get(track.id());
            if (packager != null) {
                packager.view().ifPresent(views::add);
            }
        }
        packagers.forEach((id, packager) -> {
            if (tracks.byId(id).isEmpty()) {
                packager.view().ifPresent(views::add);
            }
        });
        return views;
    }

    /// Puts together the segments that are whole in the default picture and the default sound.
    private void mux() {
        for (TrackPackager first : chosen) {
            // Every rendition begins at the same mark, so the first one says where.
            if (nextMuxed < 0 && !first.window().listed().isEmpty()) {
                nextMuxed = first.window().listed().getFirst().number();
            }
        }
        while (nextMuxed >= 0 && isClosed(nextMuxed) && nextMuxed <= newestClosed()) {
            List<Segment> parts = new ArrayList<>();
            for (TrackPackager packager : chosen) {
                packager.window().listed().stream()
                        .filter(segment -> segment.number() == nextMuxed).forEach(parts::add);
            }
            nextMuxed++;
            if (!parts.isEmpty()) {
                muxed.add(new MuxedSegment(parts, renderer));
            }
        }
    }

    private boolean isClosed(long number) {
        for (TrackPackager packager : chosen) {
            if (packager.closedThrough() < number) {
                return false;
            }
        }
        return true;
    }

    private long newestClosed() {
        long newest = -1;
        for (TrackPackager packager : chosen) {
            List<Segment> listed = packager.window().listed();
            newest = listed.isEmpty() ? newest : Math.max(newest, listed.getLast().number());
        }
        return newest;
    }
}
