// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A clause of a manifest header: {@code path;path;attribute=value;directive:=value} (OSGi Core 3.2.4).
 *
 * @param paths packages, namespaces or names
 * @param attributes without their types
 * @param directives of the clause
 */
record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {

    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        if (header != null) {
            for (String clause : split(header, ',')) {
                clauses.add(of(clause));
            }
        }
        return clauses;
    }

    private static Clause of(String text) {
        Clause clause = new Clause(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String part : split(text, ';')) {
            int equals = equalsOf(part);
            if (equals < 0) {
                clause.paths.add(part);
            } else if (part.charAt(equals - 1) == ':') {
                clause.directives.put(part.substring(0, equals - 1).trim(), unquoted(part.substring(equals + 1)));
            } else {
                clause.attributes.put(
                        part.substring(0, equals).split(":")[0].trim(), unquoted(part.substring(equals + 1)));
            }
        }
        return clause;
    }

    /** Finds the first separator outside quotes, but not at the beginning, where the name would be empty. */
    private static int equalsOf(String part) {
        int equals = part.indexOf('=');
        int quote = part.indexOf('"');
        return equals <= 0 || quote >= 0 && quote < equals ? -1 : equals;
    }

    private static String unquoted(String text) {
        String value = text.trim();
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replace("\\\"", "\"")
                : value;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            }
            if (c == separator && !quoted) {
                parts.add(part.toString().trim());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().trim());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /**
     * @return the clause's only path
     * @throws IllegalArgumentException when it has no path
     */
    String path() {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("a clause has attributes only, and no name: " + attributes + directives);
        }
        return paths.get(0);
    }

    String directive(String name, String otherwise) {
        return directives.getOrDefault(name, otherwise);
    }

    boolean isOptional() {
        return directive("resolution", "mandatory").equals("optional");
    }
}
