// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.xenbay.api.input.KeyNames;

/** Keys held together, written {@code leftctrl+rightctrl}. */
final class Chord {

    private Chord() {}

    /** @throws IllegalArgumentException when a name is not a key's, or there are fewer than two */
    static Set<Integer> parse(String text) {
        Set<Integer> codes = new LinkedHashSet<>();
        for (String name : text.split("\\+", -1)) {
            codes.add(KeyNames.code(name.strip().toLowerCase(Locale.ROOT)));
        }
        if (codes.size() < 2) {
            throw new IllegalArgumentException(
                    "a hot key is at least two keys, such as leftctrl+rightctrl, not " + text);
        }
        return Set.copyOf(codes);
    }
}
