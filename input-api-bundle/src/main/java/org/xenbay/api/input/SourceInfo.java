// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.util.Objects;
import java.util.Set;

/**
 * What a source is, as far as it is chosen by.
 *
 * @param id unique among the sources now, without blanks: {@code event5}, {@code vnc-desk}
 * @param name the name its maker gave it: {@code Logitech USB Keyboard}
 * @param hardware what it is recognised by wherever it is plugged in, {@code 046d:c31c}; empty when there is no such
 * @param seat whose desk it stands on, as systemd names seats: {@code seat0}
 * @param abilities what it has
 */
public record SourceInfo(String id, String name, String hardware, String seat, Set<Ability> abilities) {

    /** What a source may have. */
    public enum Ability {
        /** Keys of a keyboard. */
        KEYS,
        /** A pointer that tells how far it was moved: a mouse. */
        MOTION,
        /** A pointer that tells where it is: a tablet. */
        POSITION,
        /** A surface that tells where fingers are. */
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
