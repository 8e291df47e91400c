// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.settings.SettingsView.Problem;

/**
 * The settings of one component. {@link #update} takes a configuration as it is and never fails for what an operator has
 * written. What cannot be read, or not be applied, leaves the last good value in force, at the first start the default, and is
 * logged once. Any thread may call any method.
 */
public final class Settings {

    /** The settings concern devices of all types. */
    public static final String ALL_TYPES = "*";

    /** Applies values to what runs. */
    @ConsumerType
    @FunctionalInterface
    public interface Application {

        /**
         * @param values what is to be in force
         * @throws Exception when that cannot be; then all is as before the call
         */
        void apply(SettingValues values) throws Exception;
    }

    /** Settings that only make sense together. */
    private record Rule(Set<String> keys, Consumer<SettingValues> check) {}

    private static final Logger LOG = System.getLogger(Settings.class.getName());

    private final String pid;

    @GuardedBy("this")
    private final Map<String, Setting<?>> declared = new LinkedHashMap<>();

    private final List<String> concerns = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private volatile SettingValues values;
    private volatile SettingsView view;
    private boolean started;

    private Settings(String pid, List<Setting<?>> declared) {
        this.pid = pid;
        declared.forEach(setting -> this.declared.put(setting.key(), setting));
        this.values = new Reading(this.declared, Map.of(), null).values();
        this.view = new SettingsView(pid, Reading.fileOf(Map.of()), List.of(), List.of(), List.of());
    }

    /**
     * Declares the settings of a component. The defaults are in force.
     *
     * @param pid the configuration's PID
     * @param declared all keys
     * @return the settings
     */
    public static Settings of(String pid, Setting<?>... declared) {
        return new Settings(pid, List.of(declared));
    }

    /**
     * Says whom the settings concern. Before the first {@link #update}.
     *
     * @param types types of devices, such as {@code console}; or {@link #ALL_TYPES}
     * @return these settings
     */
    public Settings concerning(String... types) {
        concerns.addAll(List.of(types));
        return this;
    }

    /**
     * Says that some settings are looked at together. When the check refuses them, all of them stay as they are. Before the first
     * {@link #update}.
     *
     * @param check throws IllegalArgumentException with a message that says why not
     * @param together the settings
     * @return these settings
     */
    public Settings checking(Consumer<SettingValues> check, Setting<?>... together) {
        Set<String> keys = new HashSet<>();
        for (Setting<?> setting : together) {
            keys.add(setting.key());
        }
        rules.add(new Rule(keys, check));
        return this;
    }

    /**
     * Takes a configuration.
     *
     * @param properties what Declarative Services gives to a component
     * @return these settings
     */
    public Settings update(Map<String, ?> properties) {
        try {
            return update(properties, applied -> {});
        } catch (Exception impossible) {
            throw new IllegalStateException("nothing was to be applied", impossible);
        }
    }

    /**
     * Takes a configuration and applies it.
     *
     * @param properties what Declarative Services gives to a component
     * @param application called when a value differs from what is in force, and the first time. When it fails, what was in force
     *     stays in force, and all keys that were to change are refused; the first time it is called once more, with the defaults
     * @return these settings
     * @throws Exception what the first application of the defaults throws
     */
    public synchronized Settings update(Map<String, ?> properties, Application application) throws Exception {
        Reading reading = new Reading(declared, properties, started ? values : null);
        for (Rule rule : rules) {
            try {
                rule.check().accept(reading.values());
            } catch (IllegalArgumentException refused) {
                reading.refuse(rule.keys(), refused.getMessage());
            }
        }
        SettingValues wanted = reading.values();
        if (!started || !reading.changed().isEmpty()) {
            apply(application, wanted, reading);
        }
        started = true;
        values = reading.values();
        log(view, view = reading.view(pid, concerns));
        return this;
    }

    private void apply(Application application, SettingValues wanted, Reading reading) throws Exception {
        try {
            application.apply(wanted);
        } catch (Exception failed) {
            boolean defaults = reading.changed().isEmpty();
            reading.refuse(reading.changed(), String.valueOf(failed.getMessage()));
            if (!started && defaults) {
                throw failed;
            }
            if (!started) {
                application.apply(reading.values());
            }
        }
    }

    private static void log(SettingsView before, SettingsView now) {
        List<Problem> known = before.problems();
        List<Problem> found = now.problems();
        found.stream()
                .filter(problem -> !known.contains(problem))
                .forEach(problem -> LOG.log(Level.WARNING, now.source() + ": " + problem));
        known.stream()
                .filter(problem -> found.stream().noneMatch(other -> other.key().equals(problem.key())))
                .forEach(problem -> LOG.log(Level.INFO, now.source() + ": " + problem.key() + " is in order again"));
    }

    /** @return what is in force */
    public SettingValues values() {
        return values;
    }

    /**
     * @param setting one that was declared
     * @param <T> the type of its values
     * @return its value in force
     */
    public <T> T get(Setting<T> setting) {
        return values.get(setting);
    }

    /** @return all of it, for operators */
    public SettingsView view() {
        return view;
    }
}
