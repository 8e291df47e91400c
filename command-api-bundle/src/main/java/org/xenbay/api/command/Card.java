// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One object in several lines, {@code name: value}; names are aligned on a terminal, and empty values are not shown.
 *
 * @param lines values by their names, in the order in which they are shown
 */
public record Card(Map<String, ?> lines) {
    /** Copies the lines. */
    public Card {
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }
}
