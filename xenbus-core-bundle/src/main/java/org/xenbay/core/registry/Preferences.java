// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.util.Map;
import java.util.TreeMap;

/**
 * The preferred bundle of each type that several bundles serve, as an operator writes it: {@code type:bundle}, separated by
 * commas.
 */
public final class Preferences {

    private Preferences() {}

    /**
     * Parses preferences.
     *
     * @param texts one or more, each with one or more entries
     * @return symbolic names of bundles, by type
     * @throws IllegalArgumentException when an entry cannot be parsed; the message names it
     */
    public static Map<String, String> parse(String... texts) {
        Map<String, String> bundles = new TreeMap<>();
        for (String entry : String.join(",", texts).split(",")) {
            String text = entry.trim();
            String[] parts = text.split("\\s*:\\s*");
            if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
                bundles.put(parts[0], parts[1]);
            } else if (!text.isEmpty()) {
                throw new IllegalArgumentException("not " + text);
            }
        }
        return bundles;
    }
}
