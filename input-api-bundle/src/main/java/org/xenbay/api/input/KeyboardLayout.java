// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xenbay.api.input.InputControl.Step;

/**
 * Maps characters to keys. A layout covers characters that one key types, alone or with Shift or AltGr. It does not cover
 * accents that take two keys. It refuses a character that is not on the layout.
 */
public final class KeyboardLayout {

    /** The modifier that is held while a key is pressed. */
    public enum Level {
        /** Nothing. */
        PLAIN(List.of()),
        /** Shift. */
        SHIFT(List.of(KeyNames.code("leftshift"))),
        /** AltGr. */
        ALTGR(List.of(KeyNames.code("rightalt")));

        private final List<Integer> held;

        Level(List<Integer> held) {
            this.held = held;
        }
    }

    /**
     * A key and its modifier.
     *
     * @param code the key's code
     * @param level the modifier
     */
    public record KeyPress(int code, Level level) {}

    private static final Map<String, KeyboardLayout> LAYOUTS = layouts();

    private final String name;
    private final Map<Integer, KeyPress> strokes;

    private KeyboardLayout(String name, Map<Integer, KeyPress> strokes) {
        this.name = name;
        this.strokes = strokes;
    }

    /**
     * @param name such as {@code us}
     * @return that layout
     * @throws IllegalArgumentException when there is no such layout
     */
    public static KeyboardLayout named(String name) {
        KeyboardLayout layout = LAYOUTS.get(name);
        if (layout == null) {
            throw new IllegalArgumentException("there is no keyboard layout " + name + "; there are " + names());
        }
        return layout;
    }

    /** @return the names of all layouts */
    public static Set<String> names() {
        return LAYOUTS.keySet();
    }

    /**
     * @param character a Unicode code point
     * @return the key and its modifier; empty when the character is not on this layout
     */
    public Optional<KeyPress> stroke(int character) {
        return Optional.ofNullable(strokes.get(character));
    }

    /**
     * @param character a Unicode code point
     * @return whether Caps Lock affects its key: a key that types a small letter alone and the same capital letter with
     *     Shift
     */
    public boolean isLetter(int character) {
        KeyPress small = strokes.get(Character.toLowerCase(character));
        KeyPress capital = strokes.get(Character.toUpperCase(character));
        return small != null
                && capital != null
                && small.code() == capital.code()
                && small.level() == Level.PLAIN
                && capital.level() == Level.SHIFT;
    }

    /** @return whether any character takes AltGr */
    public boolean hasAltGr() {
        return strokes.values().stream().anyMatch(stroke -> stroke.level() == Level.ALTGR);
    }

    /**
     * @param text any characters of the layout; the end of a line is the Enter key
     * @param pause between one change of a key and the next
     * @return the steps that type it
     * @throws IllegalArgumentException when a character is not on the layout
     */
    public List<Step> typing(String text, Duration pause) {
        List<Step> steps = new ArrayList<>();
        text.replace("\r\n", "\n").codePoints().forEach(character -> {
            KeyPress stroke = stroke(character)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "keyboard layout " + name + " has no key for " + shown(character)));
            for (int code : stroke.level().held) {
                steps.add(step(code, true, pause));
            }
            steps.add(step(stroke.code(), true, pause));
            steps.add(step(stroke.code(), false, pause));
            for (int code : stroke.level().held) {
                steps.add(step(code, false, pause));
            }
        });
        return steps;
    }

    private static Step step(int code, boolean pressed, Duration pause) {
        return new Step(List.of(new InputEvent.Key(code, pressed)), pause);
    }

    private static String shown(int character) {
        String number = "U+%04X".formatted(character);
        return Character.isISOControl(character) ? number : Character.toString(character) + " (" + number + ")";
    }

    private static Map<String, KeyboardLayout> layouts() {
        Map<String, KeyboardLayout> layouts = new TreeMap<>();
        LayoutTables.ALL.forEach((name, rows) -> layouts.put(name, read(name, rows)));
        return layouts;
    }

    /** Rows of keys: the first key's name, then for each key its characters: plain, with Shift, with AltGr. */
    private static KeyboardLayout read(String name, List<String> rows) {
        Map<Integer, KeyPress> strokes = new LinkedHashMap<>();
        strokes.put((int) ' ', new KeyPress(KeyNames.code("space"), Level.PLAIN));
        strokes.put((int) '\n', new KeyPress(KeyNames.code("enter"), Level.PLAIN));
        strokes.put((int) '\t', new KeyPress(KeyNames.code("tab"), Level.PLAIN));
        strokes.put((int) '\b', new KeyPress(KeyNames.code("backspace"), Level.PLAIN));
        strokes.put(0x1B, new KeyPress(KeyNames.code("esc"), Level.PLAIN));
        for (String row : rows) {
            String[] words = row.split(" ");
            int code = KeyNames.code(words[0]);
            for (int i = 1; i < words.length; i++, code++) {
                int[] characters = words[i].codePoints().toArray();
                for (int level = 0; level < characters.length; level++) {
                    if (characters[level] != LayoutTables.NOTHING) {
                        strokes.putIfAbsent(characters[level], new KeyPress(code, Level.values()[level]));
                    }
                }
            }
        }
        return new KeyboardLayout(name, strokes);
    }
}
