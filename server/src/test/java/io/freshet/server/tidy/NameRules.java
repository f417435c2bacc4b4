package io.freshet.server.tidy;

import io.freshet.server.tidy.SourceFile.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What types and packages are called, and who may see them.
final class NameRules {

    private static final Set<String> BANNED = Set.of("Manager", "Helper", "Helpers", "Util",
            "Utils", "Impl", "Base", "Abstract", "Info", "Data", "Context", "Common", "Misc");
    private static final int MAX_TYPES = 30;
    private static final int MAX_PACKAGE_WORDS = 15;

    private NameRules() {
    }

    static List<Violation> banned(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.files()) {
            for (TypeName type : file.types()) {
                for (String word : type.name().split("(?<=[a-z0-9])(?=[A-Z])")) {
                    if (BANNED.contains(word)) {
                        broken.add(new Violation("names", file.path(),
                                type.name() + " says nothing with " + word));
                    }
                }
            }
        }
        return broken;
    }

    /// Public is what another package uses, or what such a type speaks of.
    static List<Violation> unusedPublic(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.mainFiles()) {
            for (TypeName type : file.types()) {
                if (type.topLevel() && type.isPublic() && !type.name().equals("Main")
                        && !isUsed(tree, file, type.name())) {
                    broken.add(new Violation("unused-public", file.path(),
                            type.name() + " is used by no other package"));
                }
            }
        }
        return broken;
    }

    private static boolean isUsed(SourceTree tree, SourceFile owner, String name) {
        String full = owner.packageName() + "." + name;
        for (SourceFile file : tree.files()) {
            boolean same = file.packageName().equals(owner.packageName());
            boolean spokenOf = same && !file.test() && !file.path().equals(owner.path())
                    && file.words().contains(name)
                    && file.types().stream().anyMatch(t -> t.topLevel() && t.isPublic());
            boolean used = !same && file.uses().stream().anyMatch(each ->
                    each.equals(full) || each.startsWith(full + "."));
            if (spokenOf || used) {
                return true;
            }
        }
        return false;
    }

    static List<Violation> packages(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        Map<String, List<SourceFile>> packages = tree.mainFiles().stream().collect(
                Collectors.groupingBy(SourceFile::packageName, TreeMap::new, Collectors.toList()));
        packages.forEach((name, files) -> {
            long count = files.stream().filter(f -> !f.isPackageInfo()).count();
            if (count > MAX_TYPES) {
                broken.add(new Violation("packages", name,
                        count + " types, at most " + MAX_TYPES));
            }
            files.stream().filter(SourceFile::isPackageInfo).findFirst().ifPresentOrElse(
                    file -> checkDescription(name, file.lines(), broken),
                    () -> broken.add(new Violation("packages", name, "has no package-info")));
        });
        return broken;
    }

    private static void checkDescription(String name, List<String> lines, List<Violation> broken) {
        List<String> doc = lines.stream().filter(line -> line.startsWith("///")).toList();
        if (doc.size() > MAX_PACKAGE_WORDS) {
            broken.add(new Violation("packages", name, doc.size() + " lines of description"));
        }
        if (!lines.contains("@NullMarked")) {
            broken.add(new Violation("packages", name, "is not @NullMarked"));
        }
        if (doc.stream().noneMatch(line -> line.startsWith("/// Threading: "))) {
            broken.add(new Violation("packages", name, "has no line Threading:"));
        }
        boolean specified = name.startsWith("io.freshet.format.")
                || name.startsWith("io.freshet.protocol.");
        if (specified && doc.stream().noneMatch(line -> line.startsWith("/// Spec: "))) {
            broken.add(new Violation("packages", name, "has no line Spec:"));
        }
    }
}
