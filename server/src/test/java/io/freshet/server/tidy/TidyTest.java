package io.freshet.server.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The sources keep the house style; `exceptions.txt` says where not, and why.
final class TidyTest {

    /// A place where a rule is left with reason: `rule | beginning of the subject | reason`.
    private record Exemption(String rule, String subject, String reason) {

        static Exemption parse(String line) {
            String[] cells = line.split("\\|", 3);
            assertThat(cells).as(line).hasSize(3);
            assertThat(cells[2]).as("reason of " + line).isNotBlank();
            return new Exemption(cells[0].strip(), cells[1].strip(), cells[2].strip());
        }

        boolean covers(Violation violation) {
            return violation.rule().equals(rule) && violation.subject().startsWith(subject);
        }
    }

    @TestFactory
    Stream<DynamicTest> theSourcesKeepTheHouseStyle() throws IOException {
        SourceTree tree = SourceTree.read(Path.of(".."));
        assertThat(tree.files()).hasSizeGreaterThan(40);
        List<Exemption> exemptions = exemptions();
        Set<Exemption> needed = new HashSet<>();
        Map<String, Rule> rules = rules();
        List<DynamicTest> tests = new ArrayList<>();
        rules.forEach((name, rule) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            List<Violation> left = new ArrayList<>();
            for (Violation violation : rule.broken(tree)) {
                exemptions.stream().filter(each -> each.covers(violation)).findFirst()
                        .ifPresentOrElse(needed::add, () -> left.add(violation));
            }
            assertThat(left).isEmpty();
        })));
        tests.add(DynamicTest.dynamicTest("exceptions are still needed", () ->
                assertThat(exemptions).allMatch(needed::contains)));
        return tests.stream();
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("modules depend downwards", LayerRules::poms);
        rules.put("modules use what their poms name", LayerRules::layers);
        rules.put("siblings do not know each other", LayerRules::siblings);
        rules.put("a library is used from one place", LayerRules::libraries);
        rules.put("nobody below server asks the machine", PurityRules::machine);
        rules.put("media, format and protocol are pure", PurityRules::purity);
        rules.put("files are small", ShapeRules::fileSizes);
        rules.put("methods are small", ShapeRules::methods);
        rules.put("lines are clean", ShapeRules::lines);
        rules.put("imports are sorted", ShapeRules::imports);
        rules.put("names say something", NameRules::banned);
        rules.put("public has a user", NameRules::unusedPublic);
        rules.put("packages introduce themselves", NameRules::packages);
        return rules;
    }

    private static List<Exemption> exemptions() throws IOException {
        try (InputStream in = TidyTest.class.getResourceAsStream("exceptions.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(),
                    StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Exemption::parse).toList();
        }
    }
}
