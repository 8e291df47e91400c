// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.util.Map;
import java.util.Objects;

/** The values of all settings of a component at one moment. Immutable. */
public final class SettingValues {

    private final Map<String, HeldValue<?>> held;

    SettingValues(Map<String, HeldValue<?>> held) {
        this.held = Map.copyOf(held);
    }

    /**
     * @param setting one that the component has declared
     * @param <T> the type of its values
     * @return its value in force
     */
    @SuppressWarnings("unchecked") // each key's value was read by that key's setting
    public <T> T get(Setting<T> setting) {
        return (T) held(setting).value();
    }

    HeldValue<?> held(Setting<?> setting) {
        return Objects.requireNonNull(held.get(setting.key()), () -> setting.key() + " is not declared");
    }
}
