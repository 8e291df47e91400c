// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.util.Objects;
import java.util.Set;

/**
 * The properties of a source by which rules and operators choose it.
 *
 * @param id unique among the present sources, without blanks: {@code event5}, {@code vnc-desk}
 * @param name its maker's name for it: {@code Logitech USB Keyboard}
 * @param hardware vendor and product, {@code 046d:c31c}, by which it is recognised at any port; empty without them
 * @param seat its seat, as systemd names seats: {@code seat0}
 * @param abilities its kinds of input
 */
public record SourceInfo(String id, String name, String hardware, String seat, Set<Ability> abilities) {

    /** A kind of input that a source may have. */
    public enum Ability {
        /** Keys of a keyboard. */
        KEYS,
        /** A pointer that reports distances: a mouse. */
        MOTION,
        /** A pointer that reports positions: a tablet. */
        POSITION,
        /** A surface that reports where fingers are. */
        TOUCH
    }

    /** Checks that nothing is missing. */
    public SourceInfo {
        if (id.isEmpty() || id.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("a source's id has no blanks: \"" + id + '"');
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hardware, "hardware");
        Objects.requireNonNull(seat, "seat");
        abilities = Set.copyOf(abilities);
    }
}
