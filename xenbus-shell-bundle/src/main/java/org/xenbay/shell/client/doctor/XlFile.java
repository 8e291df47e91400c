// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that xl reads: xl.conf, or a guest's configuration. Only as much of its grammar is known as is needed to find values: a
 * statement is a name and a number, a string in quotation marks, or a list in brackets, which may be several lines long.
 *
 * @param statements in their order
 */
record XlFile(List<Statement> statements) {

    private static final Pattern BEGIN = Pattern.compile("[ \\t]*([A-Za-z_][A-Za-z_0-9.]*)[ \\t]*\\+?=[ \\t]*");

    /**
     * A statement.
     *
     * @param line its line, from 1
     * @param name what is set
     * @param value as it is written, without a comment behind it
     */
    record Statement(int line, String name, String value) {

        /** @return whether the value is a word without quotation marks, which xl does not accept */
        boolean isBareWord() {
            return value.matches("[A-Za-z_/].*");
        }

        String text() {
            return value.replaceAll("^[\"']|[\"']$", "");
        }
    }

    XlFile {
        statements = List.copyOf(statements);
    }

    static XlFile of(String text) {
        List<Statement> statements = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            int end;
            if (begin.region(at, text.length()).lookingAt()) {
                end = endOfValue(text, begin.end());
                statements.add(new Statement(
                        line,
                        begin.group(1),
                        withoutComments(text.substring(begin.end(), end)).strip()));
            } else {
                end = endOfLine(text, at);
            }
            line += (int) text.substring(at, Math.min(end + 1, text.length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            at = end + 1;
        }
        return new XlFile(statements);
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** @return the end of its last line, or the semicolon behind it */
    private static int endOfValue(String text, int from) {
        int depth = 0;
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                int close = text.indexOf(c, at + 1);
                at = close < 0 ? text.length() - 1 : close;
            } else if (c == '#') {
                at = endOfLine(text, at) - 1;
            } else if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            } else if (depth <= 0 && (c == '\n' || c == ';')) {
                return at;
            }
            at++;
        }
        return text.length();
    }

    private static String withoutComments(String value) {
        return value.replaceAll("(\"[^\"]*\"|'[^']*')|#[^\\n]*", "$1");
    }

    /** @return the value that counts, which is the last one */
    Optional<String> value(String name) {
        return statements.stream()
                .filter(statement -> statement.name().equals(name))
                .reduce((earlier, later) -> later)
                .map(Statement::text);
    }
}
