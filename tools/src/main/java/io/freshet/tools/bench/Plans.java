package io.freshet.tools.bench;

import io.freshet.tools.load.Clip;
import io.freshet.tools.load.CrowdPlan;
import io.freshet.tools.load.LoadPlan;
import io.freshet.tools.load.PublishPlan;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a plan of the words of `play`, `hls`, `publish` and `mixed`.
final class Plans {

    /// One address has 64 511 ports to connect from.
    private static final int VIEWERS_MAX = 60_000;

    private Plans() {
    }

    static LoadPlan of(String kind, Words words) throws WrongUse, IOException {
        List<Target> targets = new ArrayList<>();
        for (String url : words.plain()) {
            targets.add(target(url));
        }
        Optional<String> publish = words.text("publish");
        boolean publishes = kind.equals("publish");
        if (publish.isPresent() != kind.equals("mixed")) {
            throw new WrongUse("mixed needs --publish URL, and the others do without it");
        }
        if (targets.isEmpty() || publishes && targets.size() > 1) {
            throw new WrongUse(kind + (publishes ? " takes one URL" : " needs a URL"));
        }
        int number = words.number("number", 100, 1, VIEWERS_MAX);
        int rate = words.number("rate", 500, 1, 100_000);
        Duration reconnect = words.duration("reconnect", Duration.ZERO);
        Optional<Target> to = publishes ? Optional.of(targets.getFirst())
                : publish.isPresent() ? Optional.of(target(publish.get())) : Optional.empty();
        int publishers = words.number("publishers", publishes ? number : 1, 1, VIEWERS_MAX);
        List<PublishPlan> sending = new ArrayList<>();
        Optional<String> input = words.text("input");
        boolean clock = !words.flag("no-clock");
        if (to.isPresent()) {
            sending.add(new PublishPlan(rtmp(to.get()), publishers, rate, clip(input), clock,
                    reconnect));
        }
        List<CrowdPlan> watching = publishes ? List.of()
                : crowds(kind, targets, new Arrivals(number, rate, reconnect), words);
        return new LoadPlan("bench " + kind, sending, watching,
                words.duration("warmup", Duration.ofSeconds(3)),
                words.duration("duration", Duration.ofSeconds(10)),
                words.number("loops", 1, 1, 64), pids(words.text("pid")),
                words.text("metrics").map(URI::create));
    }

    private record Arrivals(int number, int rate, Duration reconnect) {
    }

    private static List<CrowdPlan> crowds(String kind, List<Target> targets, Arrivals arrivals,
            Words words) throws WrongUse {
        Duration stay = words.duration("stay", Duration.ZERO);
        Duration stall = words.duration("stall", Duration.ofSeconds(1));
        Duration gap = words.duration("gap", Duration.ofMillis(500));
        int slowPercent = words.number("slow", 0, 0, 100);
        long slowRate = words.bytes("slow-rate", 0);
        int sample = words.number("sample", Math.max(1, arrivals.number / 100), 1, 1_000_000);
        CrowdPlan.Style style = style(words);
        boolean http2 = words.flag("h2");
        Duration readEvery = words.duration("read-every", CrowdPlan.READ_EVERY);
        List<CrowdPlan> all = new ArrayList<>();
        for (Target target : targets) {
            boolean isHls = target.kind() == Target.Kind.HLS;
            if (kind.equals("hls") && !isHls) {
                throw new WrongUse("hls needs addresses that end in .m3u8");
            }
            if (http2 && isHls && !target.secure()) {
                throw new WrongUse("--h2 needs https://");
            }
            all.add(new CrowdPlan(target, arrivals.number, arrivals.rate, stay,
                    arrivals.reconnect, stall, gap, slowPercent, slowRate, sample,
                    readEvery, isHls ? style : CrowdPlan.Style.SEGMENTS, http2 && isHls));
        }
        return all;
    }

    private static CrowdPlan.Style style(Words words) throws WrongUse {
        boolean lowLatency = words.flag("ll");
        if (words.flag("ahead")) {
            if (!lowLatency) {
                throw new WrongUse("--ahead is for --ll");
            }
            return CrowdPlan.Style.PARTS_AHEAD;
        }
        return lowLatency ? CrowdPlan.Style.PARTS : CrowdPlan.Style.SEGMENTS;
    }

    static Target target(String url) throws WrongUse {
        try {
            return Target.parse(url);
        } catch (IllegalArgumentException e) {
            throw new WrongUse(String.valueOf(e.getMessage()));
        }
    }

    private static Target rtmp(Target target) throws WrongUse {
        if (target.kind() != Target.Kind.RTMP) {
            throw new WrongUse("publishers speak RTMP: rtmp://HOST/APP/NAME");
        }
        return target;
    }

    static Clip clip(Optional<String> file) throws IOException {
        return file.isPresent() ? Clip.read(Path.of(file.get())) : Clip.bundled();
    }

    /// A list like `100,1000`.
    static List<Integer> numbers(String text) throws WrongUse {
        List<Integer> all = new ArrayList<>();
        for (String each : text.split(",")) {
            if (!each.matches("\\d{1,5}") || Integer.parseInt(each) == 0) {
                throw new WrongUse("-n " + text + " is not a list of numbers");
            }
            all.add(Integer.parseInt(each));
        }
        return all;
    }

    private static List<Long> pids(Optional<String> text) throws WrongUse {
        List<Long> pids = new ArrayList<>();
        for (String each : text.map(t -> List.of(t.split(","))).orElse(List.of())) {
            if (!each.matches("\\d{1,10}")) {
                throw new WrongUse("--pid " + each + " is no process id");
            }
            pids.add(Long.parseLong(each));
        }
        return pids;
    }
}
