// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One key of a component's configuration: its type, its default, what it is for and what is accepted. Immutable.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {

    private final String key;
    private final String description;
    private final String accepts;
    private final boolean atStart;
    private final boolean blankIsValue;
    private final HeldValue<T> fallback;
    private final Function<Object, HeldValue<T>> reader;

    private Setting(
            String key,
            String description,
            String accepts,
            boolean atStart,
            boolean blankIsValue,
            HeldValue<T> fallback,
            Function<Object, HeldValue<T>> reader) {
        this.key = key;
        this.description = description;
        this.accepts = accepts;
        this.atStart = atStart;
        this.blankIsValue = blankIsValue;
        this.fallback = fallback;
        this.reader = reader;
    }

    private static <T> Setting<T> scalar(
            String key,
            String description,
            String accepts,
            HeldValue<T> fallback,
            Function<String, HeldValue<T>> reader) {
        return new Setting<>(
                key, description, accepts, false, false, fallback, raw -> reader.apply(RawValues.scalar(raw)));
    }

    /**
     * A boolean: yes, no, on, off, true, false, 1 or 0.
     *
     * @param key its name
     * @param fallback the default
     * @param description what it is for
     * @return the setting
     */
    public static Setting<Boolean> yesOrNo(String key, boolean fallback, String description) {
        return scalar(
                key, description, "yes or no", HeldValue.of(fallback), text -> HeldValue.of(Texts.decision(text)));
    }

    /**
     * A number.
     *
     * @param key its name
     * @param fallback the default
     * @param least smallest value
     * @param most highest value
     * @param description what it is for
     * @return the setting
     */
    public static Setting<Integer> number(String key, int fallback, int least, int most, String description) {
        return scalar(
                key,
                description,
                "a number from " + least + " to " + most,
                HeldValue.of(fallback),
                text -> HeldValue.of((int) Texts.within(Texts.number(text), least, most)));
    }

    /**
     * A number that may have more than 32 bits.
     *
     * @param key its name
     * @param fallback the default
     * @param least smallest value
     * @param most highest value
     * @param description what it is for
     * @return the setting
     */
    public static Setting<Long> longNumber(String key, long fallback, long least, long most, String description) {
        return scalar(
                key,
                description,
                "a number from " + least + " to " + most,
                HeldValue.of(fallback),
                text -> HeldValue.of(Texts.within(Texts.number(text), least, most)));
    }

    /**
     * A number of bytes, with a unit (k, M, G: powers of 1024) or without.
     *
     * @param key its name
     * @param fallback the default in bytes
     * @param least smallest value in bytes
     * @param most highest value in bytes
     * @param description what it is for
     * @return the setting, in bytes
     */
    public static Setting<Long> size(String key, long fallback, long least, long most, String description) {
        String range = "a size from " + Texts.ofSize(least) + " to " + Texts.ofSize(most);
        return scalar(
                key,
                description,
                range + ", in bytes or such as 64k or 4M",
                HeldValue.ofSize(fallback),
                text -> HeldValue.ofSize(Texts.within(Texts.size(text), least, most)));
    }

    /**
     * A time, with a unit (ms, s, m, h, d) or without.
     *
     * @param key its name
     * @param fallback the default
     * @param least smallest value
     * @param most highest value
     * @param unit what a number without a unit counts, such as a second
     * @param description what it is for
     * @return the setting
     */
    public static Setting<Duration> duration(
            String key, Duration fallback, Duration least, Duration most, Duration unit, String description) {
        String range = "a time from " + Texts.ofDuration(least) + " to " + Texts.ofDuration(most);
        return scalar(
                key,
                description,
                range + ", such as 500ms, 30s or 5m; a number alone counts " + Texts.ofDuration(unit),
                HeldValue.of(fallback),
                text -> HeldValue.of(
                        Duration.ofMillis(Texts.within(Texts.millis(text, unit), least.toMillis(), most.toMillis()))));
    }

    /**
     * One of several words, whatever the case of their letters.
     *
     * @param key its name
     * @param fallback the default
     * @param words all words
     * @param description what it is for
     * @return the setting
     */
    public static Setting<String> oneOf(String key, String fallback, List<String> words, String description) {
        return scalar(
                key,
                description,
                String.join(" or ", words),
                HeldValue.of(fallback),
                text -> HeldValue.of(Texts.word(text, words)));
    }

    /**
     * Any text, also an empty one, without the blanks around it.
     *
     * @param key its name
     * @param fallback the default
     * @param accepts what is accepted, in words
     * @param description what it is for
     * @return the setting
     */
    public static Setting<String> text(String key, String fallback, String accepts, String description) {
        return new Setting<>(
                key,
                description,
                accepts,
                false,
                true,
                HeldValue.of(fallback),
                raw -> HeldValue.of(RawValues.scalar(raw)));
    }

    /**
     * Some of several words, whatever the case of their letters; separated by commas, or a list.
     *
     * @param key its name
     * @param fallback the default
     * @param words all words
     * @param description what it is for
     * @return the setting
     */
    public static Setting<List<String>> someOf(
            String key, List<String> fallback, List<String> words, String description) {
        return new Setting<>(
                key,
                description,
                "one or several, with commas between, of " + String.join(", ", words),
                false,
                false,
                HeldValue.of(fallback, ", "),
                raw -> HeldValue.of(
                        RawValues.list(raw, ",").stream()
                                .map(text -> Texts.word(text, words))
                                .toList(),
                        ", "));
    }

    /**
     * Any number of lines, separated by semicolons, or a list. The list may be empty.
     *
     * @param key its name
     * @param fallback the default
     * @param accepts what a line may be
     * @param description what it is for
     * @return the setting
     */
    public static Setting<List<String>> lines(String key, List<String> fallback, String accepts, String description) {
        return new Setting<>(
                key,
                description,
                accepts,
                false,
                true,
                HeldValue.of(fallback, "; "),
                raw -> HeldValue.of(RawValues.list(raw, ";"), "; "));
    }

    /**
     * Any number of names, separated by commas, or a list. The list may be empty.
     *
     * @param key its name
     * @param fallback the default
     * @param accepts what a name may be
     * @param description what it is for
     * @return the setting
     */
    public static Setting<List<String>> names(String key, List<String> fallback, String accepts, String description) {
        return new Setting<>(
                key,
                description,
                accepts,
                false,
                true,
                HeldValue.of(fallback, ", "),
                raw -> HeldValue.of(RawValues.list(raw, ","), ", "));
    }

    /**
     * Checks or converts the value further.
     *
     * @param further throws IllegalArgumentException for a value that is not accepted; the message says why
     * @param <U> type of the result
     * @return a setting of the same key
     */
    public <U> Setting<U> as(Function<? super T, ? extends U> further) {
        return new Setting<>(
                key,
                description,
                accepts,
                atStart,
                blankIsValue,
                fallback.then(further),
                raw -> reader.apply(raw).then(further));
    }

    /** @return a setting of the same key; a change of it takes effect when the component is next activated */
    public Setting<T> atStart() {
        return new Setting<>(key, description, accepts, true, blankIsValue, fallback, reader);
    }

    /** @return its name */
    public String key() {
        return key;
    }

    /** @return what it is for */
    public String description() {
        return description;
    }

    /** @return what is accepted, in words */
    public String accepts() {
        return accepts;
    }

    boolean isAtStart() {
        return atStart;
    }

    HeldValue<T> held() {
        return fallback;
    }

    /** @throws IllegalArgumentException when it cannot be read; the message says why, or is empty when {@link #accepts} says it */
    HeldValue<T> read(Object raw) {
        boolean blank = RawValues.text(raw).isBlank();
        return blank && !blankIsValue ? fallback : reader.apply(raw);
    }

    @Override
    public String toString() {
        return key + ": " + accepts;
    }
}
