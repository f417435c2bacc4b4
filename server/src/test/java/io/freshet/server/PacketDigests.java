package io.freshet.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What FFmpeg's `framehash` says about the packets of a source, per track in the order they came.
///
/// @param tracks by `video` or `audio`
record PacketDigests(Map<String, List<Packet>> tracks) {

    /// One access unit.
    ///
    /// @param dtsMs  decode time, ms
    /// @param ptsMs  presentation time, ms
    /// @param digest of its bytes
    record Packet(double dtsMs, double ptsMs, String digest) {
    }

    /// How one copy differs from the original.
    ///
    /// @param faults    in words: lost, doubled, changed or reordered packets
    /// @param share     part of the original that was compared, of the shortest track
    /// @param jitterMs  largest distance of a timestamp from its place, after removing one constant
    /// @param skewMs    how much later sound is than in the original, against the picture
    record Difference(List<String> faults, double share, double jitterMs, double skewMs) {
    }

    static PacketDigests parse(String text) {
        Map<Integer, String> kinds = new TreeMap<>();
        Map<Integer, Double> tickMs = new TreeMap<>();
        Map<String, List<Packet>> tracks = new TreeMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.strip().split("[ ,:]+");
            if (line.startsWith("#tb")) {
                String[] base = words[2].split("/");
                tickMs.put(Integer.parseInt(words[1]),
                        1000.0 * Integer.parseInt(base[0]) / Integer.parseInt(base[1]));
            } else if (line.startsWith("#media_type")) {
                kinds.put(Integer.parseInt(words[1]), words[2]);
                tracks.put(words[2], new ArrayList<>());
            } else if (!line.startsWith("#") && words.length >= 6) {
                int stream = Integer.parseInt(words[0]);
                double ms = tickMs.get(stream);
                tracks.get(kinds.get(stream)).add(new Packet(Long.parseLong(words[1]) * ms,
                        Long.parseLong(words[2]) * ms, words[5]));
            }
        }
        return new PacketDigests(tracks);
    }

    /// Compares a copy that may begin later, but must end with the original.
    Difference against(PacketDigests copy) {
        List<String> faults = new ArrayList<>();
        double share = 1;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        Map<String, Double> means = new TreeMap<>();
        for (var track : tracks.entrySet()) {
            List<Packet> sent = track.getValue();
            List<Packet> got = copy.tracks.getOrDefault(track.getKey(), List.of());
            List<String> digests = sent.stream().map(Packet::digest).toList();
            int from = got.isEmpty() ? -1 : digests.indexOf(got.getFirst().digest);
            if (from < 0) {
                faults.add(track.getKey() + ": " + got.size()
                        + " packets, the first is none of the original's");
                continue;
            }
            List<String> expected = digests.subList(from, digests.size());
            firstFault(track.getKey(), expected, got, faults);
            share = Math.min(share, (double) expected.size() / digests.size());
            double sum = 0;
            int count = Math.min(expected.size(), got.size());
            for (int i = 0; i < count; i++) {
                double dts = got.get(i).dtsMs - sent.get(from + i).dtsMs;
                double pts = got.get(i).ptsMs - sent.get(from + i).ptsMs;
                least = Math.min(least, Math.min(dts, pts));
                most = Math.max(most, Math.max(dts, pts));
                sum += pts;
            }
            means.put(track.getKey(), sum / count);
        }
        double skew = means.size() < 2 ? 0 : means.get("audio") - means.get("video");
        return new Difference(faults, share, (most - least) / 2, skew);
    }

    private static void firstFault(String kind, List<String> expected, List<Packet> got,
            List<String> faults) {
        for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
            String want = i < expected.size() ? expected.get(i) : "the end";
            String is = i < got.size() ? got.get(i).digest : "the end";
            if (!want.equals(is)) {
                faults.add(kind + ": packet " + i + " of " + expected.size() + " is "
                        + (expected.contains(is) ? "number " + expected.indexOf(is) : is)
                        + " instead; " + got.size() + " came");
                return;
            }
        }
    }

    /// The longest step between two pictures, or two sounds if there are none, ms.
    double longestStepMs() {
        List<Packet> packets = tracks.getOrDefault("video",
                tracks.getOrDefault("audio", List.of()));
        double longest = 0;
        for (int i = 1; i < packets.size(); i++) {
            longest = Math.max(longest, packets.get(i).dtsMs - packets.get(i - 1).dtsMs);
        }
        return longest;
    }
}
