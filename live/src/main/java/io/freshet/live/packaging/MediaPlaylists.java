package io.freshet.live.packaging;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.format.m3u8.RenditionReport;
import io.freshet.format.m3u8.ServerControl;
import java.util.ArrayList;
import java.util.List;

/// Makes media playlists of what the renditions have.
///
/// Threading: immutable.
///
/// @param options       part duration
/// @param targetSeconds the session's target duration
/// @param ended         nothing follows
/// @param reports       how far each rendition has come
record MediaPlaylists(PackagingOptions options, int targetSeconds, boolean ended,
        List<Report> reports) {

    /// EXT-X-SKIP is of version 9.
    private static final int VERSION = 9;
    private static final int VERSION_WITH_GAPS = 8;
    private static final int VERSION_PLAIN = 3;
    private static final long SECOND_US = 1_000_000;

    /// One line of EXT-X-RENDITION-REPORT.
    record Report(String path, long lastMsn, int lastPart) {
    }

    static String partUri(String prefix, int index) {
        return prefix + "." + index + ".m4s";
    }

    MediaPlaylist of(RenditionView view) {
        RenditionView.Tip tip = view.tip();
        List<Segment> listed = view.listed();
        String folder = view.path() + "/";
        boolean withParts = tip.listed();
        List<MediaSegment> segments = new ArrayList<>();
        List<PartialSegment> openParts = tip.open() == null || !withParts ? List.of()
                : parts(tip.parts(), folder + tip.open().path(), view.track().timescale());
        long toEndUs = openParts.stream().mapToLong(PartialSegment::durationUs).sum()
                + listed.stream().mapToLong(Segment::durationUs).sum();
        boolean independent = tip.independent();
        for (Segment segment : listed) {
            toEndUs -= segment.durationUs();
            boolean near = toEndUs <= 3L * targetSeconds * SECOND_US;
            independent &= segment.independent();
            segments.add(segment(segment, folder, withParts && near && segment.listed()));
        }
        Boundary at = tip.open();
        MediaSegment open = at == null || openParts.isEmpty() ? MediaSegment.NONE
                : new MediaSegment("", 0, false, at.breaks(),
                        folder + tip.init().digest() + ".mp4", tip.dateMs(), openParts);
        String hint = at == null || !withParts || ended ? ""
                : partUri(folder + at.path(), openParts.size());
        List<RenditionReport> others = reports.stream()
                .filter(report -> !ended && !report.path.equals(view.path()))
                .map(report -> new RenditionReport(report.path + ".m3u8", report.lastMsn,
                        report.lastPart)).toList();
        long partTargetUs = withParts ? options.partTargetMs() * 1_000 : 0;
        ServerControl control = new ServerControl(true, 6L * targetSeconds * SECOND_US, 0,
                3 * partTargetUs);
        return new MediaPlaylist(VERSION, targetSeconds, listed.getFirst().number(),
                before(listed.getFirst().at()), independent, control, partTargetUs, 0, segments,
                open, hint, others, ended);
    }

    /// Multiplexed segments, without parts.
    MediaPlaylist ofMuxed(List<MuxedSegment> listed) {
        List<MediaSegment> segments = new ArrayList<>();
        boolean forced = false;
        boolean gaps = false;
        for (MuxedSegment muxed : listed) {
            Segment segment = muxed.reference();
            forced |= segment.at().cut().forced();
            gaps |= muxed.gap();
            segments.add(new MediaSegment(muxed.uri(), segment.durationUs(), muxed.gap(),
                    segment.at().breaks(), "", segment.dateMs(), List.of()));
        }
        return new MediaPlaylist(gaps ? VERSION_WITH_GAPS : VERSION_PLAIN, targetSeconds,
                listed.getFirst().number(), before(listed.getFirst().reference().at()), !forced,
                ServerControl.NONE, 0, 0, segments, MediaSegment.NONE, "", List.of(), ended);
    }

    /// Discontinuities that have left: the first segment's own tag is still there.
    private static long before(Boundary first) {
        return (long) first.discontinuity() - (first.breaks() ? 1 : 0);
    }

    private static MediaSegment segment(Segment segment, String folder, boolean withParts) {
        List<PartialSegment> parts = withParts ? parts(segment.parts(),
                folder + segment.at().path(), segment.track().timescale()) : List.of();
        return new MediaSegment(folder + segment.uri(), segment.durationUs(), segment.gap(),
                segment.at().breaks(), folder + segment.init().digest() + ".mp4",
                segment.dateMs(), parts);
    }

    /// Each ends where its ticks end, cut to microseconds: so they add up to the segment exactly.
    private static List<PartialSegment> parts(List<Part> parts, String prefix, int timescale) {
        List<PartialSegment> list = new ArrayList<>(parts.size());
        long ticks = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            long fromUs = Segment.micros(ticks, timescale);
            ticks += part.ticks();
            list.add(new PartialSegment(partUri(prefix, i),
                    Segment.micros(ticks, timescale) - fromUs, part.independent(), part.gap()));
        }
        return list;
    }
}
