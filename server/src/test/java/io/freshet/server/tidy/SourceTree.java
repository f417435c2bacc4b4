package io.freshet.server.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.freshet.server.tidy.SourceFile.Import;
import io.freshet.server.tidy.SourceFile.Method;
import io.freshet.server.tidy.SourceFile.TypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// All Java sources of the project, parsed by javac, and which module may use which.
///
/// @param files        every file
/// @param dependencies per module, the modules of ours that its pom names, tests' ones left out
record SourceTree(List<SourceFile> files, Map<String, Set<String>> dependencies) {

    private static final Pattern OWN_DEPENDENCY = Pattern.compile(
            "<groupId>io\\.freshet</groupId>\\s*<artifactId>([a-z]+)</artifactId>\\s*"
                    + "(<scope>test</scope>)?\\s*</dependency>");

    List<SourceFile> mainFiles() {
        return files.stream().filter(file -> !file.test()).toList();
    }

    static SourceTree read(Path root) throws IOException {
        List<Path> paths = new ArrayList<>();
        Map<String, Set<String>> dependencies = new TreeMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                if (Files.isDirectory(module.resolve("src"))) {
                    dependencies.put(module.getFileName().toString(), ownDependencies(module));
                    addSources(module, paths);
                }
            }
        }
        return new SourceTree(parse(root, paths), dependencies);
    }

    private static void addSources(Path module, List<Path> paths) throws IOException {
        try (Stream<Path> all = Files.walk(module.resolve("src"))) {
            all.filter(path -> path.toString().endsWith(".java")).sorted().forEach(paths::add);
        }
    }

    private static Set<String> ownDependencies(Path module) throws IOException {
        Set<String> names = new HashSet<>();
        Matcher matcher = OWN_DEPENDENCY.matcher(Files.readString(module.resolve("pom.xml")));
        while (matcher.find()) {
            if (matcher.group(2) == null) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static List<SourceFile> parse(Path root, List<Path> paths) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null,
                    List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<SourceFile> files = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                Path path = Path.of(unit.getSourceFile().toUri());
                Path relative = root.toAbsolutePath().normalize().relativize(path);
                files.add(new Scan(unit, positions).file(relative, Files.readAllLines(path)));
            }
            return files;
        }
    }

    private static final class Scan extends TreeScanner<@Nullable Void, Integer> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lineMap;
        private final List<Import> imports = new ArrayList<>();
        private final Set<String> selects = new HashSet<>();
        private final Set<String> words = new HashSet<>();
        private final Set<String> news = new HashSet<>();
        private final List<TypeName> types = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();

        Scan(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.lineMap = unit.getLineMap();
        }

        SourceFile file(Path path, List<String> lines) {
            scan(unit, 0);
            String packageName = unit.getPackageName() == null ? ""
                    : unit.getPackageName().toString();
            return new SourceFile(path.toString(), path.getName(0).toString(),
                    path.startsWith(path.getName(0).resolve("src/test")), packageName, lines,
                    imports, selects, words, news, types, methods);
        }

        @Override
        public @Nullable Void visitImport(ImportTree tree, Integer depth) {
            imports.add(new Import(tree.getQualifiedIdentifier().toString(), tree.isStatic()));
            return null;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, Integer depth) {
            if (!tree.getSimpleName().isEmpty()) {
                types.add(new TypeName(tree.getSimpleName().toString(),
                        tree.getModifiers().getFlags().contains(Modifier.PUBLIC), depth == 0));
            }
            return super.visitClass(tree, depth + 1);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, Integer depth) {
            long start = line(positions.getStartPosition(unit, tree));
            long end = line(positions.getEndPosition(unit, tree));
            Tree result = tree.getReturnType();
            if (result != null) {
                start = line(positions.getStartPosition(unit, result));
            }
            // A record's canonical constructor repeats the record's components.
            methods.add(new Method(tree.getName().toString(), (int) start,
                    (int) (end - start + 1), tree.getParameters().size()));
            return super.visitMethod(tree, depth);
        }

        private long line(long position) {
            return position < 0 ? 0 : lineMap.getLineNumber(position);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree tree, Integer depth) {
            String text = tree.toString();
            if (text.length() < 120) {
                selects.add(text);
            }
            return super.visitMemberSelect(tree, depth);
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, Integer depth) {
            words.add(tree.getName().toString());
            return null;
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree tree, Integer depth) {
            news.add(tree.getIdentifier() + "/" + tree.getArguments().size());
            return super.visitNewClass(tree, depth);
        }
    }
}
