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
 * @param unknown problems of keys that it does not know
 */
public record SettingsView(
        String pid, Optional<String> file, List<String> concerns, List<Key> keys, List<Problem> unknown) {

    /**
     * One key.
     *
     * @param key its name
     * @param value the value in force
     * @param origin where the value comes from
     * @param fallback the default
     * @param description what it is for
     * @param accepts what is accepted
     * @param problem why the configured value is not in force; null when it is
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
        /** The configuration has it. */
        CONFIGURED,
        /** The configuration does not have the key, or its first value could not be read. */
        DEFAULT,
        /** An earlier configuration had it. The present value cannot be read or has to wait. */
        BEFORE
    }

    /**
     * A configured value that is not in force.
     *
     * @param key the key
     * @param value the configured value
     * @param why one sentence: what is accepted, and which value is in force instead
     */
    public record Problem(String key, String value, String why) {
        @Override
        public String toString() {
            return key + "=" + value + " " + why;
        }
    }

    /** @return all problems */
    public List<Problem> problems() {
        return Stream.concat(keys.stream().map(Key::problem).filter(Objects::nonNull), unknown.stream())
                .toList();
    }

    /** @return where the values come from, in words: the file, or the PID where there is none */
    public String source() {
        return file.orElse("configuration " + pid);
    }
}
