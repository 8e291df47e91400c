// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options for {@link XenbusAdmin#attach}, as an operator writes them. From any thread. */
public final class AttachOptions {

    private AttachOptions() {}

    /**
     * @param words an option each, written {@code key=value}; the value may be empty, and may have an equals sign
     * @return the values by their keys, in the order of the words
     * @throws IllegalArgumentException when a word is something else, or a key is given twice
     */
    public static Map<String, String> parse(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("an option is written key=value, not " + word);
            }
            String key = word.substring(0, equals);
            if (options.put(key, word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("option " + key + " is given twice");
            }
        }
        return options;
    }
}
