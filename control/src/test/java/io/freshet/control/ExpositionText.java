package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A strict reader of Prometheus' text format 0.0.4, as far as counters and gauges go.
///
/// Every sample belongs to the family announced right before it by HELP and TYPE; no sample and no
/// family occurs twice; counters end in `_total` and are not negative.
final class ExpositionText {

    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (NaN|[+-]Inf|[-+0-9.eE]+)");
    private static final Pattern LABEL = Pattern.compile(
            "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    /// By name and labels as they stand in the text.
    final Map<String, Double> samples = new LinkedHashMap<>();
    /// Type by name.
    final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private String family = "";

    static ExpositionText parse(String text) {
        ExpositionText parsed = new ExpositionText();
        assertThat(text).endsWith("\n");
        text.lines().forEach(parsed::line);
        return parsed;
    }

    double value(String sample) {
        Double value = samples.get(sample);
        assertThat(value).as(sample + " in " + samples.keySet()).isNotNull();
        return value;
    }

    private void line(String line) {
        if (line.startsWith("# HELP ")) {
            String[] words = line.substring(7).split(" ", 2);
            assertThat(helped.add(words[0])).as("announced once: " + line).isTrue();
            assertThat(words[1]).as(line).endsWith(".").hasSizeGreaterThan(9);
            family = words[0];
        } else if (line.startsWith("# TYPE ")) {
            String[] words = line.substring(7).split(" ");
            assertThat(words[0]).as(line).isEqualTo(family);
            assertThat(words[1]).isIn("counter", "gauge", "histogram");
            types.put(words[0], words[1]);
        } else if (!line.isEmpty()) {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        String suffix = "histogram".equals(types.get(family)) ? "(_bucket|_sum|_count)" : "";
        assertThat(matcher.group(1)).as(line).matches(Pattern.quote(family) + suffix);
        double value = Double.parseDouble(matcher.group(3));
        if ("counter".equals(types.get(family))) {
            assertThat(family).endsWith("_total");
            assertThat(value).as(line).isNotNegative();
        }
        String labels = matcher.group(2);
        if (labels != null) {
            Matcher label = LABEL.matcher(labels);
            int end = 0;
            while (label.lookingAt()) {
                end = label.end();
                label.region(end, labels.length());
            }
            assertThat(end).as(line).isEqualTo(labels.length());
        }
        String key = line.substring(0, line.lastIndexOf(' '));
        assertThat(samples.put(key, value)).as("occurs once: " + key).isNull();
    }
}
