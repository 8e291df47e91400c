// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Makes the pages of the manual from what a running daemon, its launcher and the files of etc/ say of themselves. */
final class ManualPages {
    private static final String SEPARATOR = "NEXT";
    private static final String OURS = "org.xenbay.";

    private final Installation xenbay;

    /** @param xenbay whose daemon runs */
    ManualPages(Installation xenbay) {
        this.xenbay = xenbay;
    }

    /** @return each page by its name below share/man */
    Map<String, String> all() throws Exception {
        Map<String, String> pages = new TreeMap<>();
        Map<String, Map<String, String>> keys = keys();
        List<Path> files = configurationFiles();
        for (Path file : files) {
            pages.put("man5/" + page(file) + ".5", configuration(file, keys));
        }
        pages.put("man1/xenbay.1", commands(files));
        return pages;
    }

    private List<Path> configurationFiles() throws IOException {
        try (Stream<Path> files = Files.list(xenbay.home().resolve("etc"))) {
            return files.sorted().toList();
        }
    }

    /** Names that others have files of, too, get one that is Xenbay's. */
    private static String page(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(OURS) ? name : "xenbay-" + name;
    }

    private String commands(List<Path> files) throws Exception {
        LauncherText launcher = LauncherText.parse(answer("--help"));
        ManPage page = new ManPage("xenbay", 1, "starts the daemon that serves Xen devices, or sends it a command");
        page.section("Synopsis").verbatim(List.copyOf(launcher.forms().keySet()));
        page.section("Description");
        launcher.forms().forEach(page::item);
        launcher.sections().forEach((title, section) -> {
            page.section(title.equals("Exit codes") ? "Exit status" : title);
            if (!section.text().isEmpty()) {
                page.paragraph(section.text());
            }
            section.items().forEach(page::item);
            if (title.equals("Commands")) {
                page.paragraph(
                        "Commands belong to bundles of the daemon that runs: xenbay help lists those that it has, and"
                                + " xenbay COMMAND --help describes one.");
                describe(page);
            }
        });
        page.section("Files");
        files.forEach(file -> page.item("etc/" + file.getFileName(), "see " + page(file) + "(5)"));
        page.section("See also").paragraph("xenbay.service(8), xenstore-ls(1), xl(1)");
        return page.toString();
    }

    private void describe(ManPage page) {
        for (CommandText command : commandTexts()) {
            page.subsection(command.usage()).paragraph(command.summary());
            command.parts().forEach(part -> page.item(part.term(), part.meaning()));
            command.examples().forEach(example -> page.item("xenbay " + example.term(), example.meaning()));
        }
    }

    /** Asks for all of them in one line, because each call starts a program. */
    private List<CommandText> commandTexts() {
        List<String> names = answer("help")
                .lines()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
        String line =
                names.stream().map(name -> "help " + name).collect(Collectors.joining("; echo " + SEPARATOR + "; "));
        List<CommandText> texts = Arrays.stream(answer("-c", line).split("\n" + SEPARATOR + "\n"))
                .map(CommandText::parse)
                .toList();
        if (texts.size() != names.size()) {
            throw new IllegalStateException(names.size() + " commands, and help for " + texts.size());
        }
        return texts;
    }

    private String answer(String... words) {
        try {
            Installation.Answer answer = xenbay.command(words);
            if (answer.exit() != 0) {
                throw new IllegalStateException(List.of(words) + ": " + answer.err());
            }
            return answer.out();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Descriptions of keys, in their order, by the component's PID. */
    private Map<String, Map<String, String>> keys() throws Exception {
        Document metatype = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(answer("config", "--metatype"))));
        Map<String, Map<String, String>> keys = new TreeMap<>();
        for (Element component : elements(metatype.getElementsByTagName("OCD"))) {
            Map<String, String> meanings = new LinkedHashMap<>();
            elements(component.getElementsByTagName("AD"))
                    .forEach(key -> meanings.put(key.getAttribute("name"), meaning(key)));
            keys.put(component.getAttribute("id"), meanings);
        }
        return keys;
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(index -> (Element) nodes.item(index))
                .toList();
    }

    private static String meaning(Element key) {
        String fallback = key.getAttribute("default");
        return key.getAttribute("description") + ". "
                + (fallback.isEmpty() ? "Empty by default." : "Default: " + fallback);
    }

    private static String configuration(Path file, Map<String, Map<String, String>> keys) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String about = lines.stream()
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .collect(Collectors.joining(" "));
        int end = (about + " ").indexOf(". ");
        String name = page(file);
        String pid = name.replaceFirst("\\.cfg$", "");
        ManPage page = new ManPage(name, 5, about.substring(0, end));
        page.section("Description");
        String rest = about.substring(Math.min(end + 1, about.length())).strip();
        if (!rest.isEmpty()) {
            page.paragraph(rest);
        }
        page.paragraph("The file is etc/" + file.getFileName()
                + " of the distribution, or in the folder that xenbay --etc names.");
        Map<String, String> known = keys.getOrDefault(pid, Map.of());
        if (!known.isEmpty()) {
            page.paragraph(
                    "xenbay config " + pid + " shows the value of each key that is in force, where it comes from, and"
                            + " which value was refused and why.");
            page.section("Keys");
            known.forEach(page::item);
        }
        page.section("Examples").paragraph("The file as it is installed:").verbatim(lines);
        page.section("See also").paragraph("xenbay(1), xenbay.service(8)");
        return page.toString();
    }

    /**
     * What {@code xenbay --help} prints.
     *
     * @param forms how it is called, and what that does
     * @param sections what follows, by their titles
     */
    private record LauncherText(Map<String, String> forms, Map<String, Section> sections) {

        /** A paragraph, or terms with their meaning. */
        record Section(String text, Map<String, String> items) {}

        static LauncherText parse(String usage) {
            String[] blocks = usage.strip().split("\n\n");
            Map<String, Section> sections = new LinkedHashMap<>();
            for (String block : Arrays.asList(blocks).subList(1, blocks.length)) {
                int colon = block.indexOf(':');
                List<String> lines = block.substring(colon + 1).lines().toList();
                boolean terms = lines.get(0).isBlank();
                sections.put(
                        block.substring(0, colon),
                        new Section(
                                terms ? "" : lines.stream().map(String::strip).collect(Collectors.joining(" ")),
                                terms ? items(lines.subList(1, lines.size())) : Map.of()));
            }
            return new LauncherText(
                    items(blocks[0].replaceFirst("^Usage:", "      ").lines().toList()), sections);
        }

        /** A line begins with a term, then two blanks and the meaning; one that is indented further continues the meaning. */
        private static Map<String, String> items(List<String> lines) {
            int indent = lines.get(0).indexOf(lines.get(0).strip());
            Map<String, String> items = new LinkedHashMap<>();
            List<String> terms = new ArrayList<>();
            for (String line : lines) {
                if (line.substring(indent).startsWith(" ")) {
                    items.merge(terms.get(terms.size() - 1), line.strip(), (before, more) -> before + " " + more);
                } else {
                    String[] parts = line.strip().split(" {2,}", 2);
                    terms.add(parts[0]);
                    items.put(parts[0], parts.length > 1 ? parts[1] : "");
                }
            }
            return items;
        }
    }
}
