package io.freshet.server.tidy;

import io.freshet.server.tidy.SourceFile.Import;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// How a file looks: sizes, lines, imports.
final class ShapeRules {

    private static final int MAX_LINES = 400;
    private static final int MAX_TEST_LINES = 600;
    private static final int MAX_METHOD_LINES = 50;
    private static final int MAX_PARAMETERS = 5;
    private static final int MAX_COLUMNS = 100;

    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern ISSUE = Pattern.compile("#\\d+");

    private ShapeRules() {
    }

    static List<Violation> fileSizes(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.files()) {
            int max = file.test() ? MAX_TEST_LINES : MAX_LINES;
            if (file.lines().size() > max) {
                broken.add(new Violation("file-size", file.path(),
                        file.lines().size() + " lines, at most " + max));
            }
        }
        return broken;
    }

    static List<Violation> methods(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.files()) {
            for (SourceFile.Method method : file.methods()) {
                String where = method.name() + " in line " + method.line() + " has ";
                if (method.lineCount() > MAX_METHOD_LINES) {
                    broken.add(new Violation("method-size", file.path(),
                            where + method.lineCount() + " lines, at most " + MAX_METHOD_LINES));
                }
                if (method.parameters() > MAX_PARAMETERS && !file.test()
                        && !method.name().equals("<init>")) {
                    broken.add(new Violation("parameters", file.path(), where
                            + method.parameters() + " parameters, at most " + MAX_PARAMETERS));
                }
            }
        }
        return broken;
    }

    static List<Violation> lines(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.files()) {
            eachLine(file, broken, line -> line.length() > MAX_COLUMNS,
                    "is longer than " + MAX_COLUMNS + " columns");
            eachLine(file, broken, line -> line.indexOf('\t') >= 0, "has a tab");
            eachLine(file, broken, line -> line.endsWith(" "), "ends in a space");
            eachLine(file, broken,
                    line -> UNFINISHED.matcher(line).find() && !ISSUE.matcher(line).find(),
                    "leaves work without naming an issue");
        }
        return broken;
    }

    private static void eachLine(SourceFile file, List<Violation> broken, Predicate<String> bad,
            String what) {
        for (int i = 0; i < file.lines().size(); i++) {
            if (bad.test(file.lines().get(i))) {
                broken.add(new Violation("lines", file.path(), "line " + (i + 1) + " " + what));
            }
        }
    }

    /// Static ones first, each group in the order of its characters, no stars.
    static List<Violation> imports(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.files()) {
            String previous = "";
            for (Import each : file.imports()) {
                String sortable = (each.isStatic() ? "0" : "1") + each.name();
                if (sortable.compareTo(previous) < 0) {
                    broken.add(new Violation("imports", file.path(), each.name()
                            + " is out of order"));
                }
                if (each.name().endsWith("*")) {
                    broken.add(new Violation("imports", file.path(), each.name() + " is a star"));
                }
                previous = sortable;
            }
        }
        return broken;
    }
}
