// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A clause of a header: OSGi Core 3.2.4.
 *
 * @param name its path
 * @param attributes its attributes and directives; the name of a directive ends with a colon
 */
record ManifestClause(String name, Map<String, String> attributes) {

    /** @return the clauses of a header; of none that is not there */
    static List<ManifestClause> parse(String header) {
        return header == null
                ? List.of()
                : split(header, ',').stream().map(ManifestClause::of).toList();
    }

    private static ManifestClause of(String clause) {
        List<String> parts = split(clause, ';');
        Map<String, String> attributes = new TreeMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            attributes.put(
                    part.substring(0, equals).trim(),
                    part.substring(equals + 1).trim().replace("\"", ""));
        }
        return new ManifestClause(parts.get(0), attributes);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            quoted ^= i < text.length() && text.charAt(i) == '"';
            if (i == text.length() || text.charAt(i) == separator && !quoted) {
                parts.add(text.substring(start, i).trim());
                start = i + 1;
            }
        }
        return parts;
    }

    /** @return a version or a range; empty when there is none */
    String version() {
        return attributes.getOrDefault("version", "");
    }

    /** @return the filter of a requirement; empty when there is none */
    String filter() {
        return attributes.getOrDefault("filter:", "");
    }
}
