package io.freshet.server.config;

import io.freshet.server.config.Values.Given;
import io.freshet.server.config.Values.Given.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A YAML file taken apart into given values; whether they are known and good is decided later.
///
/// Threading: confined to the caller.
final class SettingsFile {

    /// `apps.NAME.hls.part-duration` is four deep; an alias to itself would never end.
    private static final int MAX_DEPTH = 8;

    private final String name;
    private final List<String> problems;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Given> found = new ArrayList<>();

    private SettingsFile(String name, List<String> problems) {
        this.name = name;
        this.problems = problems;
    }

    /// Reads `yaml`; what is wrong with its form is added to `problems`.
    static List<Given> read(String name, String yaml, List<String> problems) {
        SettingsFile file = new SettingsFile(name, problems);
        try {
            LoadSettings load = LoadSettings.builder().setLabel(name).build();
            Optional<Node> root = new Compose(load).composeString(yaml);
            root.ifPresent(node -> file.walk(List.of(), node));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(name + ":" + line + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(name + ": not YAML: " + e.getMessage());
        }
        return file.found;
    }

    private void walk(List<String> path, Node node) {
        if (path.size() > MAX_DEPTH) {
            problem(node, String.join(".", path) + ": too deep");
            return;
        }
        switch (node) {
            case MappingNode mapping -> {
                noteApp(path);
                mapping.getValue().forEach(entry -> enter(path, entry));
            }
            case ScalarNode scalar -> scalar(path, scalar);
            case SequenceNode sequence -> sequence(path, sequence);
            default -> problem(node, String.join(".", path) + ": not a value");
        }
    }

    private void enter(List<String> path, NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getValue().isEmpty()) {
            problem(entry.getKeyNode(), String.join(".", path) + ": has a key that is not a word");
            return;
        }
        List<String> inner = new ArrayList<>(path);
        inner.add(key.getValue());
        Integer before = lines.put(String.join("\n", inner), line(key));
        if (before != null) {
            problem(key, String.join(".", inner) + ": is already in line " + before);
        }
        walk(inner, entry.getValueNode());
    }

    private void scalar(List<String> path, ScalarNode scalar) {
        if (!scalar.getTag().getValue().endsWith(":null")) {
            give(path, scalar, scalar.getValue(), false);
        } else if (isApp(path)) {
            noteApp(path);
        } else if (!path.isEmpty() && Schema.find(slot(path)).isPresent()) {
            problem(scalar, String.join(".", path) + ": has no value");
        }
    }

    private void sequence(List<String> path, SequenceNode sequence) {
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!(item instanceof ScalarNode text) || text.getValue().contains(",")) {
                problem(item, String.join(".", path)
                        + ": takes a list of plain texts without commas");
                return;
            }
            items.add(text.getValue());
        }
        give(path, sequence, String.join(",", items), true);
    }

    private void give(List<String> path, Node node, String text, boolean list) {
        if (path.isEmpty()) {
            problem(node, "not settings: expected 'key: value' lines");
        } else {
            found.add(new Given(slot(path), text, list, name + ":" + line(node)));
        }
    }

    private static boolean isApp(List<String> path) {
        return path.size() == 2 && path.getFirst().equals("apps");
    }

    /// An app exists by being named, also if it sets nothing.
    private void noteApp(List<String> path) {
        if (isApp(path)) {
            found.add(new Given(new Slot(path.get(1), ""), "", false, name));
        }
    }

    private static Slot slot(List<String> path) {
        return path.size() > 2 && path.getFirst().equals("apps")
                ? new Slot(path.get(1), String.join(".", path.subList(2, path.size())))
                : new Slot("", String.join(".", path));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private void problem(Node node, String what) {
        problems.add(name + ":" + line(node) + ": " + what);
    }
}
