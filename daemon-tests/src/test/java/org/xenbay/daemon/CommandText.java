// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code xenbay help COMMAND} prints.
 *
 * @param usage its syntax
 * @param summary what it does
 * @param parts its options and arguments
 * @param examples lines that call it
 */
record CommandText(String usage, String summary, List<Entry> parts, List<Entry> examples) {
    private static final String USAGE = "usage: ";
    private static final String INDENT = "  ";

    /**
     * An option, an argument or an example.
     *
     * @param term as typed
     * @param meaning its description
     */
    record Entry(String term, String meaning) {
        private static Entry of(String line) {
            String[] parts = line.strip().split(": ", 2);
            if (!line.startsWith(INDENT) || parts.length != 2) {
                throw new IllegalArgumentException("not a term with its meaning: " + line);
            }
            return new Entry(parts[0], parts[1]);
        }
    }

    static CommandText parse(String help) {
        List<String> lines = help.strip().lines().toList();
        if (lines.size() < 2 || !lines.get(1).startsWith(USAGE)) {
            throw new IllegalArgumentException("not the help of a command: " + help);
        }
        List<Entry> parts = new ArrayList<>();
        List<Entry> examples = new ArrayList<>();
        List<Entry> current = parts;
        for (String line : lines.subList(2, lines.size())) {
            if (line.equals("examples:")) {
                current = examples;
            } else {
                current.add(Entry.of(line));
            }
        }
        return new CommandText(lines.get(1).substring(USAGE.length()), lines.get(0), parts, examples);
    }
}
