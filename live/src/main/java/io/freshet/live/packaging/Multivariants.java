package io.freshet.live.packaging;

import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.m3u8.MultivariantPlaylist.Audio;
import io.freshet.format.m3u8.MultivariantPlaylist.Choice;
import io.freshet.format.m3u8.MultivariantPlaylist.Variant;
import io.freshet.media.Kind;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Makes the multivariant playlist of what the renditions have.
///
/// It is a function of the whole segments that are listed, so nodes that list the same segments
/// write the same bytes. Bit rates are those of the listed segments, rounded up to two digits so
/// that they seldom change.
///
/// Threading: stateless.
final class Multivariants {

    private static final int VERSION = 9;
    private static final int BITS = 8;

    private Multivariants() {
    }

    static MultivariantPlaylist of(List<RenditionView> views) {
        List<RenditionView> heard = views.stream().filter(RenditionView::hasMedia).toList();
        List<RenditionView> sounds = of(Kind.AUDIO, heard);
        List<RenditionView> pictures = of(Kind.VIDEO, heard);
        boolean independent = heard.stream().flatMap(view -> view.listed().stream())
                .allMatch(Segment::independent);
        List<Variant> variants = new ArrayList<>();
        List<Audio> audios = new ArrayList<>();
        if (pictures.isEmpty()) {
            sounds.forEach(sound -> variants.add(variant(sound, List.of())));
        } else {
            sounds.forEach(sound -> audios.add(audio(sound, sounds)));
            Set<String> groups = new LinkedHashSet<>();
            sounds.forEach(sound -> groups.add(group(sound)));
            for (RenditionView picture : pictures) {
                if (groups.isEmpty()) {
                    variants.add(variant(picture, List.of()));
                }
                for (String group : groups) {
                    variants.add(variant(picture, sounds.stream()
                            .filter(sound -> group(sound).equals(group)).toList()));
                }
            }
        }
        return new MultivariantPlaylist(VERSION, independent, audios, variants);
    }

    private static List<RenditionView> of(Kind kind, List<RenditionView> views) {
        return views.stream().filter(view -> view.track().kind() == kind).toList();
    }

    /// One group per codec, so that a variant's CODECS is true for each of its group.
    private static String group(RenditionView sound) {
        return sound.track().codecString();
    }

    private static Audio audio(RenditionView sound, List<RenditionView> all) {
        Track track = sound.track();
        int channels = track.traits() instanceof Traits.Sound traits ? traits.channels() : 0;
        String name = track.language().isEmpty() ? sound.path()
                : track.language() + " " + sound.path();
        List<RenditionView> peers = all.stream()
                .filter(other -> group(other).equals(group(sound))).toList();
        // Of those that a player cannot tell apart, it may choose the first by itself.
        boolean distinct = peers.stream().filter(other ->
                other.track().language().equals(track.language())).findFirst()
                .filter(sound::equals).isPresent();
        return new Audio(group(sound), name, track.language(), new Choice(
                peers.getFirst() == sound, distinct), channels, sound.path() + ".m3u8");
    }

    private static Variant variant(RenditionView view, List<RenditionView> sounds) {
        long peak = peakBps(view)
                + sounds.stream().mapToLong(Multivariants::peakBps).max().orElse(0);
        long average = averageBps(view)
                + sounds.stream().mapToLong(Multivariants::averageBps).max().orElse(0);
        Track track = view.track();
        String codecs = sounds.isEmpty() ? track.codecString()
                : track.codecString() + "," + sounds.getFirst().track().codecString();
        String group = sounds.isEmpty() ? "" : group(sounds.getFirst());
        Traits.Picture picture = track.traits() instanceof Traits.Picture known
                ? known : new Traits.Picture(0, 0, 0, 0);
        return new Variant(view.path() + ".m3u8", roundedUp(peak), roundedUp(average), codecs,
                picture.width(), picture.height(), picture.framesPerKilosecond(), group);
    }

    private static long peakBps(RenditionView view) {
        return view.listed().stream().filter(segment -> !segment.gap())
                .mapToLong(segment -> bps(bits(segment), segment.durationUs())).max().orElse(0);
    }

    private static long averageBps(RenditionView view) {
        long bits = 0;
        long us = 0;
        for (Segment segment : view.listed()) {
            if (!segment.gap()) {
                bits += bits(segment);
                us += segment.durationUs();
            }
        }
        return bps(bits, us);
    }

    private static long bits(Segment segment) {
        return (long) segment.whole().payload().length() * BITS;
    }

    private static long bps(long bits, long us) {
        return us == 0 ? 0 : Math.ceilDiv(bits * 1_000_000, us);
    }

    /// 4 321 000 becomes 4 400 000.
    static long roundedUp(long value) {
        long unit = 1;
        while (value / unit >= 100) {
            unit *= 10;
        }
        return Math.ceilDiv(value, unit) * unit;
    }
}
