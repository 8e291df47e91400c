// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A component's settings at one moment, for operators.
 *
 * @param pid the configuration's PID
 * @param file the file it was read from, such as {@code etc/org.xenbay.console.cfg}; empty where there is none
 * @param concerns types of the devices that it concerns
 * @param keys all keys that the component knows
 * @param unknown what is wrong with keys that it does not know
 */
public record SettingsView(
        String pid, Optional<String> file, List<String> concerns, List<Key> keys, List<Problem> unknown) {

    /**
     * One key.
     *
     * @param key its name
     * @param value what is in force
     * @param origin where that comes from
     * @param fallback what is in force where nothing is said
     * @param description what it is for
     * @param accepts what is accepted
     * @param problem why what the configuration says is not in force; null when it is
     */
    public record Key(
            String key,
            String value,
            Origin origin,
            String fallback,
            String description,
            String accepts,
            @Nullable Problem problem) {}

    /** Where a value comes from. */
    public enum Origin {
        /** The configuration says so. */
        CONFIGURED,
        /** The configuration says nothing, or what it says first cannot be read. */
        DEFAULT,
        /** The configuration said so before. What it says now cannot be read or has to wait. */
        BEFORE
    }

    /**
     * Something of the configuration that is not in force.
     *
     * @param key the key
     * @param value what the configuration says
     * @param why one sentence: what is accepted, and what is in force instead
     */
    public record Problem(String key, String value, String why) {
        @Override
        public String toString() {
            return key + "=" + value + " " + why;
        }
    }

    /** @return all that is wrong */
    public List<Problem> problems() {
        return Stream.concat(keys.stream().map(Key::problem).filter(Objects::nonNull), unknown.stream())
                .toList();
    }

    /** @return where the values come from, in words: the file, or the PID where there is none */
    public String source() {
        return file.orElse("configuration " + pid);
    }
}
