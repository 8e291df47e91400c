// SPDX-License-Identifier: Apache-2.0
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Counts the Java files of one or two source trees, module by module, and prints a table in Markdown. A module is a folder with a
 * {@code pom.xml} and a {@code src}. A file's lines are all its lines; a method's are those from its opening to its closing brace,
 * as Checkstyle counts them, and a test's methods count too.
 */
public final class Lines {

    private static final String ALL = "**all**";

    private Lines() {}

    /** The longest one of its kind. */
    record Longest(String name, long lines) {
        static final Longest NONE = new Longest("", 0);

        Longest or(String otherName, long otherLines) {
            return otherLines > lines ? new Longest(otherName, otherLines) : this;
        }

        String text() {
            return lines == 0 ? "" : "`" + name + "` " + lines;
        }
    }

    /** What one module has. */
    record Count(long files, long mainLines, long testFiles, long testLines, Longest file, Longest method) {
        static final Count NONE = new Count(0, 0, 0, 0, Longest.NONE, Longest.NONE);

        Count plus(Count other) {
            return new Count(
                    files + other.files,
                    mainLines + other.mainLines,
                    testFiles + other.testFiles,
                    testLines + other.testLines,
                    file.or(other.file.name, other.file.lines),
                    method.or(other.method.name, other.method.lines));
        }
    }

    /**
     * @param folders of one or two source trees
     * @throws IOException when a file cannot be read
     */
    public static void main(String[] folders) throws IOException {
        List<Map<String, Count>> trees = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String folder : folders) {
            trees.add(count(Path.of(folder)));
            names.add(folder.equals(".") ? "the files as they are" : Path.of(folder).getFileName().toString());
        }
        System.out.println(String.join(" → ", names));
        System.out.println();
        print(trees);
    }

    private static Map<String, Count> count(Path tree) throws IOException {
        Map<String, Count> counts = new LinkedHashMap<>();
        Count all = Count.NONE;
        for (Path module : modules(tree)) {
            Count count = part(module.resolve("src/main/java"), true).plus(part(module.resolve("src/test/java"), false));
            if (!count.equals(Count.NONE)) {
                counts.put(tree.relativize(module).toString(), count);
                all = all.plus(count);
            }
        }
        counts.put(ALL, all);
        return counts;
    }

    private static List<Path> modules(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree, 3)) {
            return files.filter(file -> file.endsWith("pom.xml"))
                    .map(Path::getParent)
                    .filter(folder -> Files.isDirectory(folder.resolve("src")))
                    .sorted()
                    .toList();
        }
    }

    private static Count part(Path folder, boolean main) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Count.NONE;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        long sum = 0;
        Longest longest = Longest.NONE;
        for (Path file : files) {
            long lines = Files.readAllLines(file).size();
            sum += lines;
            longest = longest.or(simpleName(file), lines);
        }
        Longest method = longestMethod(files);
        return main
                ? new Count(files.size(), sum, 0, 0, longest, method)
                : new Count(0, 0, files.size(), sum, longest, method);
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static Longest longestMethod(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Longest longest = Longest.NONE;
        if (files.isEmpty()) {
            return longest;
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Methods methods = new Methods(unit, positions);
                unit.accept(methods, null);
                longest = longest.or(methods.longest.name, methods.longest.lines);
            }
        }
        return longest;
    }

    /** Finds the longest method of one file. */
    private static final class Methods extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Deque<String> classes = new ArrayDeque<>();
        private Longest longest = Longest.NONE;

        Methods(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree node, Void nothing) {
            boolean named = !node.getSimpleName().isEmpty();
            if (named) {
                classes.addLast(node.getSimpleName().toString());
            }
            super.visitClass(node, nothing);
            if (named) {
                classes.removeLast();
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree node, Void nothing) {
            BlockTree body = node.getBody();
            if (body != null) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, body));
                long last = lines.getLineNumber(positions.getEndPosition(unit, body) - 1);
                String name = node.getName().contentEquals("<init>") ? "new" : node.getName().toString();
                longest = longest.or(String.join(".", classes) + "." + name, last - first + 1);
            }
            return super.visitMethod(node, nothing);
        }
    }

    private static void print(List<Map<String, Count>> trees) {
        TreeSet<String> modules = new TreeSet<>();
        trees.forEach(tree -> modules.addAll(tree.keySet()));
        modules.remove(ALL);
        List<String> order = new ArrayList<>(modules);
        order.add(ALL);
        System.out.println("| module | files | lines | test files | test lines | longest file | longest method |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (String module : order) {
            System.out.println("| " + module + " | " + cells(trees, module) + " |");
        }
    }

    private static String cells(List<Map<String, Count>> trees, String module) {
        List<Function<Count, String>> columns = List.of(
                count -> "%,d".formatted(count.files),
                count -> "%,d".formatted(count.mainLines),
                count -> "%,d".formatted(count.testFiles),
                count -> "%,d".formatted(count.testLines),
                count -> count.file.text(),
                count -> count.method.text());
        return columns.stream()
                .map(column -> trees.stream()
                        .map(tree -> tree.containsKey(module) ? column.apply(tree.get(module)) : "–")
                        .distinct()
                        .collect(Collectors.joining(" → ")))
                .collect(Collectors.joining(" | "));
    }
}
