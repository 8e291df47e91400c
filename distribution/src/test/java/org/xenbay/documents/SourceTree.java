// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The project's modules and Java files, for tests that compare a document with them. */
final class SourceTree {

    static final Path ROOT = Path.of("..");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");

    private final List<String> modules;
    private final Document rootPom;
    /** Names of the modules' folders, by what their POMs call them. */
    private final Map<String, String> folders = new HashMap<>();
    /** Texts of the files that declare a type, by the type's simple name. */
    private final Map<String, List<String>> types = new HashMap<>();

    private SourceTree(List<String> modules, Document rootPom) {
        this.modules = modules;
        this.rootPom = rootPom;
    }

    /** @return the tree with the types of its main sources */
    static SourceTree main() throws IOException {
        return read("src/main/java");
    }

    /** @return the tree with the types of main sources and of tests */
    static SourceTree withTests() throws IOException {
        return read("src");
    }

    private static SourceTree read(String sources) throws IOException {
        Document pom = xml(ROOT.resolve("pom.xml"));
        List<String> modules = elements(pom.getDocumentElement(), "module").stream()
                .map(Element::getTextContent)
                .filter(module -> !module.startsWith("cnf/"))
                .toList();
        SourceTree tree = new SourceTree(modules, pom);
        for (String module : modules) {
            tree.folders.put(artifact(pom(module)), folder(module));
            tree.add(ROOT.resolve(module).resolve(sources));
        }
        return tree;
    }

    private void add(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(this::addFile);
            }
        }
    }

    private void addFile(Path file) {
        try {
            String text = Files.readString(file);
            for (Matcher type = TYPE.matcher(text); type.find(); ) {
                types.computeIfAbsent(type.group(1), unused -> new ArrayList<>())
                        .add(text);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @return folders of the modules, as the root's POM names them */
    List<String> modules() {
        return modules;
    }

    /**
     * @param name of a module, with or without {@code -bundle} and the folder before it
     * @return the name of the module's folder; empty when there is none of that name
     */
    Optional<String> module(String name) {
        return modules.stream()
                .map(SourceTree::folder)
                .filter(folder -> folder.equals(name) || folder.equals(name + "-bundle"))
                .findFirst();
    }

    private static String folder(String module) {
        return module.substring(module.lastIndexOf('/') + 1);
    }

    /** @return what the POMs of the modules that are published call them, with the folders */
    Map<String, String> published() throws IOException {
        Map<String, String> published = new TreeMap<>();
        for (String module : modules) {
            Document pom = pom(module);
            if (text(pom.getDocumentElement(), "unpublished").equals(Optional.of("false"))) {
                published.put(artifact(pom), module);
            }
        }
        return published;
    }

    /** @return the artifacts whose versions {@code cnf/bom} has */
    static TreeSet<String> versioned() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Element dependency : dependencies(pom("cnf/bom"))) {
            names.add(text(dependency, "artifactId").orElseThrow());
        }
        return names;
    }

    /**
     * @param name {@code Type}, {@code Type.method}, {@code Type.Nested} or {@code Type.Nested.method}
     * @return what of it is not declared; empty when all is
     */
    Optional<String> missing(String name) {
        String[] parts = name.split("\\.");
        List<String> files = types.getOrDefault(parts[0], List.of());
        if (files.isEmpty()) {
            return Optional.of("type " + parts[0]);
        }
        return IntStream.range(1, parts.length)
                .mapToObj(i -> parts[i])
                .filter(part -> files.stream().noneMatch(text -> declares(text, part)))
                .findFirst()
                .map(part -> part + " in " + parts[0]);
    }

    private static boolean declares(String text, String part) {
        String form = Character.isUpperCase(part.charAt(0)) ? "\\b" + part + "\\b" : "\\b" + part + "\\(";
        return Pattern.compile(form).matcher(text).find();
    }

    /**
     * The modules that a module is compiled against. For a module that has tests only, those that the tests are compiled
     * against.
     *
     * @param module a folder
     * @return names of other modules' folders
     */
    TreeSet<String> knows(String module) throws IOException {
        boolean testsOnly = !Files.isDirectory(ROOT.resolve(module).resolve("src/main/java"));
        TreeSet<String> known = new TreeSet<>();
        for (Element dependency : dependencies(pom(module))) {
            String scope = text(dependency, "scope")
                    .orElseGet(() -> managedScope(text(dependency, "artifactId").orElseThrow()));
            if (scope.equals(testsOnly ? "test" : "compile")) {
                known.add(folders.get(text(dependency, "artifactId").orElseThrow()));
            }
        }
        return known;
    }

    private String managedScope(String artifact) {
        return dependencies(rootPom).stream()
                .filter(managed -> text(managed, "artifactId").equals(Optional.of(artifact)))
                .findFirst()
                .flatMap(managed -> text(managed, "scope"))
                .orElse("compile");
    }

    /** Those on modules of this project. */
    private static List<Element> dependencies(Document pom) {
        return elements(pom.getDocumentElement(), "dependency").stream()
                .filter(dependency -> text(dependency, "groupId").equals(Optional.of("org.xenbay")))
                .toList();
    }

    private static Optional<String> text(Element parent, String name) {
        return elements(parent, name).stream().map(Element::getTextContent).findFirst();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static Document pom(String module) throws IOException {
        return xml(ROOT.resolve(module).resolve("pom.xml"));
    }

    /** The element of the project itself, not that of its parent. */
    private static String artifact(Document pom) {
        return elements(pom.getDocumentElement(), "artifactId").stream()
                .filter(element -> element.getParentNode() == pom.getDocumentElement())
                .findFirst()
                .orElseThrow()
                .getTextContent();
    }

    private static Document xml(Path file) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (ParserConfigurationException | SAXException failed) {
            throw new IOException(file.toString(), failed);
        }
    }
}
