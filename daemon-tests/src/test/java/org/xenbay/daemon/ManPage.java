// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.util.List;

/** Writes a page of the manual with groff's macros man(7). */
final class ManPage {
    private static final int LAST_OF_ASCII = 126;

    private final StringBuilder page = new StringBuilder();

    ManPage(String name, int section, String summary) {
        line(".\\\" SPDX-License-Identifier: Apache-2.0");
        line(
                ".\\\" Written by ManualIT from what help, config and the files of etc/ say: CONTRIBUTING.md has the command.");
        line(".TH \"" + escaped(name.toUpperCase(java.util.Locale.ROOT)) + "\" " + section
                + " \"\" \"Xenbay\" \"Xenbay's manual\"");
        line(".ad l");
        line(".nh");
        section("Name");
        text(name + " - " + summary);
    }

    ManPage section(String title) {
        return line(".SH \"" + escaped(title.toUpperCase(java.util.Locale.ROOT)) + "\"");
    }

    ManPage subsection(String title) {
        return line(".SS \"" + escaped(title) + "\"");
    }

    ManPage paragraph(String text) {
        line(".PP");
        return text(text);
    }

    /** A term, and its description beside it or below it. */
    ManPage item(String term, String text) {
        line(".TP");
        line(".B \"" + escaped(term) + "\"");
        return text(text);
    }

    /** Lines as they are. */
    ManPage verbatim(List<String> lines) {
        line(".PP");
        line(".nf");
        lines.forEach(this::text);
        return line(".fi");
    }

    private ManPage text(String text) {
        // A line that begins with one of these two would be a request.
        String guard = text.isEmpty() || text.startsWith(".") || text.startsWith("'") ? "\\&" : "";
        return line(guard + escaped(text));
    }

    private ManPage line(String line) {
        page.append(line).append('\n');
        return this;
    }

    /** Characters that groff would take for something else, or print as a typographic one that cannot be typed again. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '"' -> escaped.append("\\(dq");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                    if (character > LAST_OF_ASCII) {
                        escaped.append(String.format("\\[u%04X]", character));
                    } else {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
