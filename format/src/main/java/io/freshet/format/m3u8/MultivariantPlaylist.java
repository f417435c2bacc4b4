package io.freshet.format.m3u8;

import io.freshet.media.MalformedMediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The variants of a programme to choose from.
///
/// Spec: RFC 8216, 4.3.4; draft-pantos-hls-rfc8216bis-14, 4.4.6
///
/// @param version             EXT-X-VERSION
/// @param independentSegments every segment of every variant begins with a key frame
/// @param audios              audio renditions in groups
/// @param variants            best first
public record MultivariantPlaylist(int version, boolean independentSegments, List<Audio> audios,
        List<Variant> variants) {

    /// Twice what a stream can have.
    private static final int MAX_ENTRIES = 1_000;

    /// One rendition of the sound.
    ///
    /// @param group     joins it with variants
    /// @param name      unique in its group
    /// @param language  RFC 5646 tag; empty if unknown
    /// @param choice    whether a player takes it unasked
    /// @param channels  0 if unknown
    /// @param uri       its playlist
    public record Audio(String group, String name, String language, Choice choice,
            int channels, String uri) {
    }

    /// Whether a player takes a rendition unasked.
    ///
    /// @param isDefault    played unless the user or the system's language chooses another
    /// @param isAutoselect may be taken for its language; in a group only one of each language
    public record Choice(boolean isDefault, boolean isAutoselect) {
    }

    /// One quality.
    ///
    /// @param uri           its playlist
    /// @param peakBps       BANDWIDTH, bit/s
    /// @param averageBps    AVERAGE-BANDWIDTH, bit/s; 0 if not said
    /// @param codecs        RFC 6381, separated by commas; empty if not said
    /// @param width         pixels; 0 if not said
    /// @param height        pixels; 0 if not said
    /// @param framesPerKilosecond FRAME-RATE in thousandths; 0 if not said
    /// @param audioGroup    group of its sound; empty if none
    public record Variant(String uri, long peakBps, long averageBps, String codecs, int width,
            int height, int framesPerKilosecond, String audioGroup) {
    }

    public MultivariantPlaylist {
        audios = List.copyOf(audios);
        variants = List.copyOf(variants);
    }

    /// The playlist as text.
    public String write() {
        StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:").append(version)
                .append('\n');
        if (independentSegments) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        audios.forEach(audio -> write(audio, out));
        variants.forEach(variant -> write(variant, out));
        return out.toString();
    }

    private static void write(Audio audio, StringBuilder out) {
        out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(audio.group)
                .append("\",NAME=\"").append(audio.name).append('"');
        if (!audio.language.isEmpty()) {
            out.append(",LANGUAGE=\"").append(audio.language).append('"');
        }
        out.append(audio.choice.isDefault ? ",DEFAULT=YES" : ",DEFAULT=NO")
                .append(audio.choice.isAutoselect ? ",AUTOSELECT=YES" : ",AUTOSELECT=NO");
        if (audio.channels > 0) {
            out.append(",CHANNELS=\"").append(audio.channels).append('"');
        }
        out.append(",URI=\"").append(audio.uri).append("\"\n");
    }

    private static void write(Variant variant, StringBuilder out) {
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(variant.peakBps);
        if (variant.averageBps > 0) {
            out.append(",AVERAGE-BANDWIDTH=").append(variant.averageBps);
        }
        if (!variant.codecs.isEmpty()) {
            out.append(",CODECS=\"").append(variant.codecs).append('"');
        }
        if (variant.width > 0 && variant.height > 0) {
            out.append(",RESOLUTION=").append(variant.width).append('x').append(variant.height);
        }
        if (variant.framesPerKilosecond > 0) {
            out.append(String.format(Locale.ROOT, ",FRAME-RATE=%d.%03d",
                    variant.framesPerKilosecond / 1000, variant.framesPerKilosecond % 1000));
        }
        if (!variant.audioGroup.isEmpty()) {
            out.append(",AUDIO=\"").append(variant.audioGroup).append('"');
        }
        out.append('\n').append(variant.uri).append('\n');
    }

    /// Reads a multivariant playlist; tags and kinds of media that it does not know are passed
    /// over.
    ///
    /// @throws MalformedMediaException if it is not one, or is larger than any sane one
    public static MultivariantPlaylist parse(String text) throws MalformedMediaException {
        Lines lines = new Lines(text);
        int version = 1;
        boolean independent = false;
        List<Audio> audios = new ArrayList<>();
        List<Variant> variants = new ArrayList<>();
        Map<String, String> waiting = Map.of();
        while (lines.hasNext()) {
            String line = lines.next();
            String value = line.substring(line.indexOf(':') + 1);
            if (line.startsWith("#EXT-X-VERSION:")) {
                version = (int) lines.number(value, 1_000);
            } else if (line.equals("#EXT-X-INDEPENDENT-SEGMENTS")) {
                independent = true;
            } else if (line.startsWith("#EXT-X-MEDIA:")) {
                Map<String, String> list = lines.attributes(value);
                if ("AUDIO".equals(list.get("TYPE"))) {
                    audios.add(audio(lines, list));
                }
            } else if (line.startsWith("#EXT-X-STREAM-INF:")) {
                waiting = lines.attributes(value);
            } else if (line.startsWith("#EXTINF")) {
                throw lines.broken("is a media playlist");
            } else if (!line.isEmpty() && line.charAt(0) != '#') {
                variants.add(variant(lines, waiting, line));
                waiting = Map.of();
            }
            if (audios.size() + variants.size() > MAX_ENTRIES) {
                throw lines.broken("more than " + MAX_ENTRIES + " entries");
            }
        }
        return new MultivariantPlaylist(version, independent, audios, variants);
    }

    private static Audio audio(Lines lines, Map<String, String> list)
            throws MalformedMediaException {
        String channels = list.getOrDefault("CHANNELS", "0");
        int slash = channels.indexOf('/');
        return new Audio(lines.required(list, "GROUP-ID"), lines.required(list, "NAME"),
                list.getOrDefault("LANGUAGE", ""), new Choice(
                        Lines.yes(list, "DEFAULT"), Lines.yes(list, "AUTOSELECT")),
                (int) lines.number(slash < 0 ? channels : channels.substring(0, slash), 255),
                list.getOrDefault("URI", ""));
    }

    private static Variant variant(Lines lines, Map<String, String> list, String uri)
            throws MalformedMediaException {
        String size = list.getOrDefault("RESOLUTION", "0x0");
        int x = size.indexOf('x');
        if (x < 0) {
            throw lines.broken("RESOLUTION without x");
        }
        long rateUs = lines.micros(list, "FRAME-RATE");
        if (rateUs > 1_000_000_000L) {
            throw lines.broken("FRAME-RATE above 1000");
        }
        return new Variant(uri, lines.number(lines.required(list, "BANDWIDTH"), 1L << 40),
                lines.number(list.getOrDefault("AVERAGE-BANDWIDTH", "0"), 1L << 40),
                list.getOrDefault("CODECS", ""),
                (int) lines.number(size.substring(0, x), 1 << 16),
                (int) lines.number(size.substring(x + 1), 1 << 16),
                (int) (rateUs / 1_000), list.getOrDefault("AUDIO", ""));
    }
}
