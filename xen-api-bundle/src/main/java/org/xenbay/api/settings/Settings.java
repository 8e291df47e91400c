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
 * The settings of one component. {@link #update} accepts any configuration, and does not fail for an operator's mistake. A
 * value that cannot be read or applied is logged once, and the last good value stays in force; at the first start, the default.
 * From any thread.
 */
public final class Settings {

    /** The settings concern devices of all types. */
    public static final String ALL_TYPES = "*";

    /** Applies values to the running component. */
    @ConsumerType
    @FunctionalInterface
    public interface Application {

        /**
         * @param values the new values
         * @throws Exception when they cannot be applied; then nothing has changed
         */
        void apply(SettingValues values) throws Exception;
    }

    /** Settings that are checked together. */
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
     * Sets the types of devices that the settings concern. To be called before the first {@link #update}.
     *
     * @param types types of devices, such as {@code console}; or {@link #ALL_TYPES}
     * @return these settings
     */
    public Settings concerning(String... types) {
        concerns.addAll(List.of(types));
        return this;
    }

    /**
     * Adds a check of several settings together. When it refuses the values, all of these settings keep their old values. To be
     * called before the first {@link #update}.
     *
     * @param check throws IllegalArgumentException to refuse; the message says why
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
     * Reads a configuration.
     *
     * @param properties the component's properties, as Declarative Services pass them
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
     * Reads a configuration and applies it.
     *
     * @param properties the component's properties, as Declarative Services pass them
     * @param application called the first time, and whenever a value has changed. When it fails, the old values stay in force,
     *     and all changed keys are refused. If it fails the first time, it is called again with the defaults
     * @return these settings
     * @throws Exception if the first application of the defaults throws it
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

    /** @return the values in force */
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

    /** @return the settings for operators */
    public SettingsView view() {
        return view;
    }
}
