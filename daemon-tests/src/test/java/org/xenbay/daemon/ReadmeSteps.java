// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands in README's blocks, and what README shows of their output. */
final class ReadmeSteps {
    private static final Pattern COMMAND = Pattern.compile("(\\$|xenbay>|demo#) (.*)");
    private static final Pattern WITHOUT_PROMPT = Pattern.compile("(\\./xenbay|mvn\\b[^#]*?)\\s*(?:#.*)?");

    private ReadmeSteps() {}

    /** Returns the commands behind a prompt, in README's order. */
    static List<Step> all() {
        List<Step> steps = new ArrayList<>();
        for (List<String> block : blocks()) {
            Step step = null;
            for (String line : block) {
                Matcher command = COMMAND.matcher(line);
                if (command.matches()) {
                    boolean inConsole = command.group(1).equals("demo#");
                    step = new Step(command.group(1), command.group(2), inConsole, new ArrayList<>());
                    steps.add(step);
                } else if (step != null) {
                    step.shown().add(line);
                }
            }
        }
        return steps;
    }

    /** Returns the commands of blocks that have no prompts, without their comments. */
    static List<String> withoutPrompt() {
        return blocks().stream()
                .flatMap(List::stream)
                .map(WITHOUT_PROMPT::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private static List<List<String>> blocks() {
        List<List<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : lines()) {
            if (line.startsWith("```")) {
                inside = !inside;
                blocks.add(new ArrayList<>());
            } else if (inside) {
                blocks.get(blocks.size() - 1).add(line);
            }
        }
        return blocks;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("../README.md"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<String> shapes(String text) {
        return shapes(text.lines().toList());
    }

    /**
     * Numbers, times and widths of columns differ from run to run, and a release is no snapshot; README leaves lines out where it
     * has an ellipsis.
     */
    static List<String> shapes(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.equals("…"))
                .map(line -> line.replace(".SNAPSHOT", "")
                        .replaceAll("[0-9]+", "0")
                        .replaceAll("[ \\t-]+", " ")
                        .strip())
                .toList();
    }

    /**
     * A command and what README shows of it.
     *
     * @param prompt what stands before it
     * @param command the rest of the line
     * @param endsConsole whether it is typed in a guest's console, which README leaves then
     * @param shown README's lines
     */
    record Step(String prompt, String command, boolean endsConsole, List<String> shown) {

        /** Whether it is typed into the shell of ./xenbay, or into what runs there. */
        boolean isTyped() {
            return !prompt.equals("$");
        }
    }
}
