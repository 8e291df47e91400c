// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.settings.SettingsView.Origin;
import org.xenbay.api.settings.SettingsView.Problem;

/** Compares one configuration with the values in force, and decides what happens to each key. */
final class Reading {

    private static final String FILE_NAME = "felix.fileinstall.filename";
    private static final String PID = "service.pid";

    /** Keys that frameworks and components add to an operator's keys. */
    private static final List<String> FOREIGN = List.of(".", "service.", "component.", "felix.", "osgi.", "xen.");

    private final Map<String, Setting<?>> declared;
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final Map<String, ?> properties;
    private final @Nullable SettingValues before;

    private final Map<String, HeldValue<?>> held = new LinkedHashMap<>();
    private final Map<String, Problem> problems = new LinkedHashMap<>();

    /** @param before the values in force; null at the first start */
    Reading(Map<String, Setting<?>> declared, Map<String, ?> properties, @Nullable SettingValues before) {
        this.declared = declared;
        this.properties = properties;
        this.before = before;
        properties.forEach((key, value) -> given.put(declaredKey(key), value));
        declared.values().forEach(this::read);
    }

    /** Keys are case-insensitive. */
    private String declaredKey(String key) {
        return declared.containsKey(key)
                ? key
                : declared.keySet().stream()
                        .filter(key::equalsIgnoreCase)
                        .findFirst()
                        .orElse(key);
    }

    private void read(Setting<?> setting) {
        Object raw = given.get(setting.key());
        try {
            HeldValue<?> wanted = raw == null ? setting.held() : setting.read(raw);
            held.put(setting.key(), wanted);
            if (setting.isAtStart() && before != null && !wanted.equals(last(setting))) {
                keep(setting, text(wanted), "takes effect when the daemon is started the next time");
            }
        } catch (IllegalArgumentException unreadable) {
            refuse(setting, raw, unreadable.getMessage());
        }
    }

    private static String text(HeldValue<?> wanted) {
        return RawValues.text(wanted.text());
    }

    private HeldValue<?> last(Setting<?> setting) {
        return before == null ? setting.held() : before.held(setting);
    }

    private void refuse(Setting<?> setting, @Nullable Object raw, @Nullable String why) {
        String reason = why == null || why.isBlank() ? "" : " (" + RawValues.text(why) + ")";
        keep(setting, RawValues.text(raw), "is refused" + reason + ": accepted is " + setting.accepts());
    }

    private void keep(Setting<?> setting, String raw, String why) {
        HeldValue<?> last = last(setting);
        String kept = last.text().isEmpty() ? "nothing" : RawValues.text(last.text());
        held.put(setting.key(), last);
        problems.put(setting.key(), new Problem(setting.key(), raw, why + "; in force is " + kept));
    }

    /** Keeps the last good values of these keys in force. */
    void refuse(Set<String> keys, @Nullable String why) {
        Set<String> changed = before == null ? given.keySet() : changed();
        boolean noneIsGiven = keys.stream().noneMatch(changed::contains); // a missing key is the fault
        for (Setting<?> setting : declared.values()) {
            String key = setting.key();
            if (keys.contains(key) && (noneIsGiven || changed.contains(key))) {
                refuse(setting, given.getOrDefault(key, ""), why);
            }
        }
    }

    /** @return keys whose values differ from what is in force */
    Set<String> changed() {
        return declared.values().stream()
                .filter(setting -> !last(setting).equals(held.get(setting.key())))
                .map(Setting::key)
                .collect(Collectors.toSet());
    }

    SettingValues values() {
        return new SettingValues(held);
    }

    SettingsView view(String pid, Collection<String> concerns) {
        List<SettingsView.Key> keys = declared.values().stream().map(this::view).toList();
        String own = Objects.toString(properties.get(PID), pid);
        return new SettingsView(own, fileOf(properties), List.copyOf(concerns), keys, unknown());
    }

    private SettingsView.Key view(Setting<?> setting) {
        Problem problem = problems.get(setting.key());
        boolean says = given.containsKey(setting.key());
        Origin origin = says ? Origin.CONFIGURED : Origin.DEFAULT;
        if (problem != null) {
            origin = before == null ? Origin.DEFAULT : Origin.BEFORE;
        }
        return new SettingsView.Key(
                setting.key(),
                values().held(setting).text(),
                origin,
                setting.held().text(),
                setting.description(),
                setting.accepts(),
                problem);
    }

    private List<Problem> unknown() {
        List<Problem> unknown = new ArrayList<>();
        twin().ifPresent(file -> unknown.add(new Problem(
                "file",
                file,
                "is there too: of two files for one configuration the one that was read last"
                        + " counts; remove one of them")));
        given.forEach((key, value) -> {
            if (!declared.containsKey(key) && !isForeign(key)) {
                String near = Nearest.of(key, declared.keySet())
                        .map(word -> "did you mean " + word + "?")
                        .orElse("the keys are " + String.join(", ", declared.keySet()));
                unknown.add(new Problem(
                        RawValues.text(key), RawValues.text(value), "has no effect, no key is named so: " + near));
            }
        });
        return unknown;
    }

    /** Finds a .cfg beside a .config, or the reverse: File Install does not report it. */
    private Optional<String> twin() {
        return Optional.ofNullable(properties.get(FILE_NAME))
                .map(Object::toString)
                .filter(name -> name.startsWith("file:/"))
                .map(name -> name.endsWith(".cfg")
                        ? name.substring(0, name.length() - ".cfg".length()) + ".config"
                        : name.replaceFirst("\\.config$", ".cfg"))
                .filter(name -> !name.equals(properties.get(FILE_NAME)) && Files.exists(Path.of(URI.create(name))))
                .map(name -> name.substring(name.lastIndexOf('/') + 1));
    }

    private static boolean isForeign(String key) {
        return FOREIGN.stream().anyMatch(key::startsWith)
                || key.endsWith(".target")
                || key.endsWith(".cardinality.minimum");
    }

    /** @return the file and its folder, if File Install names the file */
    static Optional<String> fileOf(Map<String, ?> properties) {
        return Optional.ofNullable(properties.get(FILE_NAME))
                .map(name -> name.toString().split("/"))
                .map(parts -> parts.length < 2 ? parts[0] : parts[parts.length - 2] + "/" + parts[parts.length - 1]);
    }
}
