// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/**
 * The settings, PID {@code org.xenbay.vkbd}.
 *
 * @param rules assign sources to guests; the first matching rule counts
 * @param hotKey codes of the keys that return a source to the host
 * @param nextKey codes of the keys that assign it to the next guest; empty for none
 * @param absolute whether pointers offer positions, unless the toolstack says otherwise
 * @param width width of a guest's screen, unless the toolstack sets it
 * @param height height of a guest's screen, unless the toolstack sets it
 * @param keysWithoutPointer whether keys go to guests without a pointer
 * @param timeout time without progress after which a script fails
 */
record VkbdSettings(
        List<Rule> rules,
        Set<Integer> hotKey,
        Set<Integer> nextKey,
        boolean absolute,
        int width,
        int height,
        boolean keysWithoutPointer,
        Duration timeout) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static final VkbdSettings PLAIN = new VkbdSettings(
            List.of(),
            Chord.parse("leftctrl+rightctrl"),
            Chord.parse("leftctrl+scrolllock"),
            true,
            Features.FRONTEND_WIDTH,
            Features.FRONTEND_HEIGHT,
            false,
            TIMEOUT);

    private static final Setting<List<Rule>> ASSIGN = Setting.lines(
                    "assign",
                    List.of(),
                    "<source> -> <guest>, such as seat=seat1 -> desk; several are separated by semicolons",
                    "Which source goes to which guest: <source> -> <guest>. A source is *, id=…, name=…,"
                            + " hardware=… or seat=… (* and ? stand for any characters); a guest is a domain's name,"
                            + " a device's id, unique-id=…, or same-seat: the device whose unique-id is the source's seat")
            .as(lines -> lines.stream().map(Rule::parse).toList());
    private static final Setting<Set<Integer>> HOT_KEY = Setting.text(
                    "hotKey",
                    "leftctrl+rightctrl",
                    "at least two names of keys joined by +, such as leftctrl+rightctrl",
                    "Keys that, held together, give the source back to the host, or to its guest again")
            .as(Chord::parse);
    private static final Setting<Set<Integer>> NEXT_KEY = Setting.text(
                    "nextKey",
                    "leftctrl+scrolllock",
                    "at least two names of keys joined by +, such as leftctrl+scrolllock, or nothing",
                    "Keys that, held together, give the source to the next guest; empty for none")
            .as(text -> text.isEmpty() ? Set.of() : Chord.parse(text));
    private static final Setting<Boolean> ABSOLUTE = Setting.yesOrNo(
            "absolute",
            true,
            "Whether a pointer offers absolute positions (as a tablet) where the toolstack does not say");
    private static final Setting<Integer> WIDTH = Setting.number(
            "width",
            Features.FRONTEND_WIDTH,
            2,
            Features.MAX_PIXELS,
            "Width of a guest's screen in pixels, where the toolstack does not say");
    private static final Setting<Integer> HEIGHT = Setting.number(
            "height",
            Features.FRONTEND_HEIGHT,
            2,
            Features.MAX_PIXELS,
            "Height of a guest's screen in pixels, where the toolstack does not say");
    private static final Setting<Boolean> KEYS_WITHOUT_POINTER = Setting.yesOrNo(
            "keysWithoutPointer",
            false,
            "Whether keys are sent to a guest whose pointer is disabled; they crash Linux's driver");

    static Settings settings() {
        return Settings.of("org.xenbay.vkbd", ASSIGN, HOT_KEY, NEXT_KEY, ABSOLUTE, WIDTH, HEIGHT, KEYS_WITHOUT_POINTER)
                .concerning("vkbd", "vinput");
    }

    static VkbdSettings of(SettingValues values) {
        return new VkbdSettings(
                values.get(ASSIGN),
                values.get(HOT_KEY),
                values.get(NEXT_KEY),
                values.get(ABSOLUTE),
                values.get(WIDTH),
                values.get(HEIGHT),
                values.get(KEYS_WITHOUT_POINTER),
                TIMEOUT);
    }

    VkbdSettings withRules(String... lines) {
        return new VkbdSettings(
                Stream.of(lines).map(Rule::parse).toList(),
                hotKey,
                nextKey,
                absolute,
                width,
                height,
                keysWithoutPointer,
                timeout);
    }

    VkbdSettings withTimeout(Duration shorter) {
        return new VkbdSettings(rules, hotKey, nextKey, absolute, width, height, keysWithoutPointer, shorter);
    }
}
